locals {
  services = toset(["catalogue", "orders", "payments"])
}

resource "aws_apigatewayv2_api" "services" {
  for_each = local.services

  name          = each.key
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "services" {
  for_each = aws_apigatewayv2_api.services

  api_id      = each.value.id
  name        = "$default"
  auto_deploy = true
}

# A mapping for each stage: api.example.com/catalogue, /orders and /payments.
resource "apigatewayv2_api_mapping" "services" {
  for_each = aws_apigatewayv2_stage.services

  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = each.value.api_id
  stage           = each.value.id
  api_mapping_key = each.key
}
