resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "e5f6g7h8"
  stage           = "$default"
  api_mapping_key = "orders"

  timeouts {
    create = "10m"
    update = "10m"
    delete = "10m"
  }
}
