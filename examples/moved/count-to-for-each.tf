resource "apigatewayv2_api_mapping" "services" {
  for_each = {
    orders   = aws_apigatewayv2_stage.orders
    payments = aws_apigatewayv2_stage.payments
  }

  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = each.value.api_id
  stage           = each.value.id
  api_mapping_key = each.key
}

moved {
  from = aws_apigatewayv2_api_mapping.services[0]
  to   = apigatewayv2_api_mapping.services["orders"]
}

moved {
  from = aws_apigatewayv2_api_mapping.services[1]
  to   = apigatewayv2_api_mapping.services["payments"]
}
