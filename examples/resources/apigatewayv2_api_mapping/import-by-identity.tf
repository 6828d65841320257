import {
  to = apigatewayv2_api_mapping.orders
  identity = {
    domain_name    = "ws.example.com"
    api_mapping_id = "a1b2c3"

    # Optional: the region of the provider that imports.
    region = "eu-west-1"
  }
}
