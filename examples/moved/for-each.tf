locals {
  services = {
    orders   = aws_apigatewayv2_stage.orders
    payments = aws_apigatewayv2_stage.payments
  }
}

resource "apigatewayv2_api_mapping" "services" {
  for_each = local.services

  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = each.value.api_id
  stage           = each.value.id
  api_mapping_key = each.key
}

# All instances at once: what for_each was before stays what it is.
moved {
  from = aws_apigatewayv2_api_mapping.services
  to   = apigatewayv2_api_mapping.services
}
