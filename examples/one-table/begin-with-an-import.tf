resource "apigatewayv2_api_mappings" "api" {
  domain_name = "api.example.com"

  mappings = {
    ""         = { api_id = "a1b2c3d4", stage = "$default" }
    "orders"   = { api_id = "e5f6g7h8", stage = "$default" }
    "payments" = { api_id = "i9j0k1l2", stage = "prod" }
  }
}

import {
  to = apigatewayv2_api_mappings.api
  id = "api.example.com"
}
