locals {
  mappings = {
    ""         = { api_id = "a1b2c3d4", stage = "$default" }
    "orders"   = { api_id = "e5f6g7h8", stage = "$default" }
    "payments" = { api_id = "i9j0k1l2", stage = "prod" }
  }
}

resource "apigatewayv2_api_mapping" "api" {
  for_each = local.mappings

  region          = "eu-west-1"
  domain_name     = "api.example.com"
  api_id          = each.value.api_id
  stage           = each.value.stage
  api_mapping_key = each.key
}
