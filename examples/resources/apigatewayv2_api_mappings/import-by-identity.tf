import {
  to = apigatewayv2_api_mappings.ws
  identity = {
    domain_name = "ws.example.com"

    # Optional: the provider's, where they are left out.
    region     = "eu-west-1"
    account_id = "123456789012"
  }
}
