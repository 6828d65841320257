locals {
  services = {
    "orders"   = { api_id = "e5f6g7h8", stage = "$default" }
    "payments" = { api_id = "i9j0k1l2", stage = "prod" }
  }

  # api_mapping_ids of the table.
  ids = {
    "orders"   = "a1b2c3"
    "payments" = "d4e5f6"
  }
}

resource "apigatewayv2_api_mapping" "services" {
  for_each = local.services

  domain_name     = "api.example.com"
  api_id          = each.value.api_id
  stage           = each.value.stage
  api_mapping_key = each.key
}

removed {
  from = apigatewayv2_api_mappings.api

  lifecycle {
    destroy = false
  }
}

import {
  for_each = local.ids
  to       = apigatewayv2_api_mapping.services[each.key]
  id       = "${each.value}/api.example.com"
}
