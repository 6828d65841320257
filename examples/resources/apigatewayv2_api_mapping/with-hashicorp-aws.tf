resource "aws_apigatewayv2_api" "orders" {
  name                       = "orders"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

# Routes, integrations and the deployment as usual.
resource "aws_apigatewayv2_stage" "production" {
  api_id        = aws_apigatewayv2_api.orders.id
  name          = "production"
  deployment_id = aws_apigatewayv2_deployment.orders.id
}

# API mappings need a Regional domain name with TLS 1.2.
resource "aws_apigatewayv2_domain_name" "ws" {
  domain_name = "ws.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate_validation.example.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

# wss://ws.example.com/orders
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = aws_apigatewayv2_domain_name.ws.id
  api_id          = aws_apigatewayv2_api.orders.id
  stage           = aws_apigatewayv2_stage.production.id
  api_mapping_key = "orders"
}

output "url" {
  value = apigatewayv2_api_mapping.orders.url
}
