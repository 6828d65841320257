locals {
  services = {
    orders   = aws_apigatewayv2_stage.orders
    payments = aws_apigatewayv2_stage.payments
  }

  # The ids of the mappings, by the keys of for_each.
  ids = {
    orders   = "a1b2c3"
    payments = "d4e5f6"
  }
}

resource "aws_apigatewayv2_api_mapping" "services" {
  for_each = local.services

  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = each.value.api_id
  stage           = each.value.id
  api_mapping_key = each.key
}

removed {
  from = apigatewayv2_api_mapping.services

  lifecycle {
    destroy = false
  }
}

import {
  for_each = local.ids
  to       = aws_apigatewayv2_api_mapping.services[each.key]
  id       = "${each.value}/api.example.com"
}
