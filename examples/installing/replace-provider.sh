# With OpenTofu: tofu, and registry.opentofu.org/local/apigatewayv2 as the old address
terraform state replace-provider -auto-approve \
  registry.terraform.io/local/apigatewayv2 registry.example.com/new/apigatewayv2
terraform init
