import {
  to = apigatewayv2_api_mapping.orders
  identity = {
    domain_name    = "ws.example.com"
    api_mapping_id = "a1b2c3"

    # Optional: the provider's, where they are left out.
    region     = "eu-west-1"
    account_id = "123456789012"
  }
}
