terraform init -upgrade   # or: tofu init -upgrade
