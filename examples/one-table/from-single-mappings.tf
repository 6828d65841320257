resource "apigatewayv2_api_mappings" "api" {
  domain_name = "api.example.com"

  mappings = {
    "orders"   = { api_id = "e5f6g7h8", stage = "$default" }
    "payments" = { api_id = "i9j0k1l2", stage = "prod" }
  }
}

removed {
  from = apigatewayv2_api_mapping.services

  lifecycle {
    destroy = false
  }
}

import {
  to = apigatewayv2_api_mappings.api
  id = "api.example.com"
}
