resource "apigatewayv2_api_mappings" "ws" {
  domain_name = "ws.example.com"

  mappings = {
    "orders" = { api_id = "a1b2c3d4", stage = "production" }
  }

  timeouts {
    update = "20m"
  }
}
