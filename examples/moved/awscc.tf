resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "e5f6g7h8"
  stage           = "$default"
  api_mapping_key = "orders"
}

moved {
  from = awscc_apigatewayv2_api_mapping.orders
  to   = apigatewayv2_api_mapping.orders
}
