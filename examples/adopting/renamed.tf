resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "e5f6g7h8"
  stage           = "$default"
  api_mapping_key = "orders"
}

moved {
  from = apigatewayv2_api_mapping.api_0
  to   = apigatewayv2_api_mapping.orders
}
