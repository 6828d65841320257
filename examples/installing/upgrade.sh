terraform init -upgrade
