locals {
  services = toset(["catalogue", "payments"])
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

# One element for each stage, and one more at the root.
resource "apigatewayv2_api_mappings" "api" {
  domain_name = aws_apigatewayv2_domain_name.api.id

  mappings = merge(
    { for key, stage in aws_apigatewayv2_stage.services : key => { api_id = stage.api_id, stage = stage.id } },
    { "" = { api_id = aws_apigatewayv2_api.shop.id, stage = aws_apigatewayv2_stage.shop.id } },
  )
}
