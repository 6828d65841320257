resource "aws_apigatewayv2_api_mapping" "orders" {
  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = aws_apigatewayv2_api.orders.id
  stage           = aws_apigatewayv2_stage.orders.id
  api_mapping_key = "orders"
}

removed {
  from = apigatewayv2_api_mapping.orders

  lifecycle {
    destroy = false
  }
}

import {
  to = aws_apigatewayv2_api_mapping.orders
  id = "a1b2c3/api.example.com" # version 6: "@us-east-1" at its end for another region
}
