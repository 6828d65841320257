TF_LOG_PROVIDER=debug TF_LOG_PATH=run.log terraform apply # or: … tofu apply
