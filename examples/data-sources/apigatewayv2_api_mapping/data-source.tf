# What answers at api.example.com/orders; without a key, at the root of the domain name.
data "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_mapping_key = "orders"
}

output "orders" {
  value = data.apigatewayv2_api_mapping.orders.url
}
