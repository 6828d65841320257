terraform state replace-provider -auto-approve \
  registry.terraform.io/local/apigatewayv2 registry.example.com/new/apigatewayv2
terraform init
