import {
  to       = apigatewayv2_api_mapping.orders
  id       = "a1b2c3/api.example.com"
  provider = apigatewayv2
}
