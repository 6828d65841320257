terraform plan -destroy # or: tofu plan -destroy
terraform destroy       # or: tofu destroy
