# What examples refer to and leave to their readers, each block for those that name it.

resource "aws_acm_certificate" "example" {
  domain_name       = "api.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "example" {
  certificate_arn = aws_acm_certificate.example.arn
}

resource "aws_apigatewayv2_domain_name" "api" {
  domain_name = "api.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate_validation.example.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_domain_name" "ws" {
  domain_name = "ws.example.com"

  domain_name_configuration {
    certificate_arn = aws_acm_certificate_validation.example.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api" "orders" {
  name          = "orders"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "orders" {
  api_id      = aws_apigatewayv2_api.orders.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_route" "orders" {
  api_id    = aws_apigatewayv2_api.orders.id
  route_key = "$default"
}

# Without an integration: ministack answers one with more than it was given, and hashicorp/aws
# plans to change it for ever.
resource "aws_apigatewayv2_deployment" "orders" {
  api_id     = aws_apigatewayv2_api.orders.id
  depends_on = [aws_apigatewayv2_route.orders]
}

resource "aws_apigatewayv2_stage" "production" {
  api_id        = aws_apigatewayv2_api.orders.id
  name          = "production"
  deployment_id = aws_apigatewayv2_deployment.orders.id
}

resource "aws_apigatewayv2_api" "payments" {
  name          = "payments"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "payments" {
  api_id      = aws_apigatewayv2_api.payments.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_api" "shop" {
  name          = "shop"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "shop" {
  api_id      = aws_apigatewayv2_api.shop.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_api_gateway_rest_api" "site" {
  name = "site"
}

resource "aws_api_gateway_deployment" "site" {
  rest_api_id = aws_api_gateway_rest_api.site.id
}

resource "aws_api_gateway_stage" "site" {
  rest_api_id   = aws_api_gateway_rest_api.site.id
  deployment_id = aws_api_gateway_deployment.site.id
  stage_name    = "prod"
}

resource "aws_api_gateway_domain_name" "api" {
  domain_name              = "api.example.com"
  regional_certificate_arn = aws_acm_certificate_validation.example.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_route53_zone" "example" {
  name = "example.com"
}

resource "aws_iam_policy" "api_mappings" {
  for_each = toset(["plan", "apply"])

  name   = "api-mappings-${each.key}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "apigateway:GET", Resource = "*" }]
  })
}
