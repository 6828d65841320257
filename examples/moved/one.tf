terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    apigatewayv2 = {
      source = "local/apigatewayv2"
    }
  }
}

resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = aws_apigatewayv2_api.orders.id
  stage           = aws_apigatewayv2_stage.orders.id
  api_mapping_key = "orders"
}

moved {
  from = aws_apigatewayv2_api_mapping.orders
  to   = apigatewayv2_api_mapping.orders
}
