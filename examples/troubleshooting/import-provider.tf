import {
  provider = apigatewayv2
  to       = apigatewayv2_api_mapping.orders
  id       = "a1b2c3/ws.example.com"
}
