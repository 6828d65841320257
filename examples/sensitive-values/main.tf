variable "domain_name" {
  type      = string
  sensitive = true
}

variable "key" {
  type      = string
  sensitive = true
}

resource "apigatewayv2_api_mapping" "partner" {
  domain_name     = var.domain_name
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = var.key
}

output "url" {
  value     = apigatewayv2_api_mapping.partner.url
  sensitive = true
}
