# wss://ws.example.com/orders is answered by the production stage of a WebSocket API.
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "ws.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "orders"
}

# https://api.example.com/shop/v2: HTTP and REST APIs may have several levels.
resource "apigatewayv2_api_mapping" "shop" {
  domain_name     = "api.example.com"
  api_id          = "e5f6g7h8"
  stage           = "$default"
  api_mapping_key = "shop/v2"
}

# https://api.example.com: without a key, the root of the domain name.
resource "apigatewayv2_api_mapping" "site" {
  domain_name = "api.example.com"
  api_id      = "i9j0k1l2"
  stage       = "$default"
}

# In another region than the provider's.
resource "apigatewayv2_api_mapping" "virginia" {
  region          = "us-east-1"
  domain_name     = "ws.example.com"
  api_id          = "b2c3d4e5"
  stage           = "production"
  api_mapping_key = "orders"
}

output "orders_url" {
  value = apigatewayv2_api_mapping.orders.url
}
