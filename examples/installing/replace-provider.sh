terraform state replace-provider -auto-approve \
  registry.terraform.io/local/apigatewayv2 registry.example.com/acme/apigatewayv2
terraform init
