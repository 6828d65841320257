terraform {
  required_providers {
    apigatewayv2 = { source = "local/apigatewayv2" }
  }
}

provider "apigatewayv2" { region = "eu-west-1" }

# wss://api.example.com/orders
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "orders"
}
