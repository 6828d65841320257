# All mappings of api.example.com.
resource "apigatewayv2_api_mappings" "api" {
  domain_name = aws_apigatewayv2_domain_name.api.id

  mappings = {
    "" = { # https://api.example.com
      api_id = aws_api_gateway_rest_api.site.id
      stage  = aws_api_gateway_stage.site.stage_name
    }
    "orders" = { # https://api.example.com/orders
      api_id = aws_apigatewayv2_api.orders.id
      stage  = aws_apigatewayv2_stage.orders.id
    }
    "shop/v2" = {
      api_id = aws_apigatewayv2_api.shop.id
      stage  = aws_apigatewayv2_stage.shop.id
    }
  }
}

output "orders_url" {
  value = apigatewayv2_api_mappings.api.urls["orders"]
}
