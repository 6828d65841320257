# All mappings of ws.example.com.
resource "apigatewayv2_api_mappings" "ws" {
  domain_name = "ws.example.com"

  mappings = {
    ""         = { api_id = "a1b2c3d4", stage = "production" } # wss://ws.example.com
    "orders"   = { api_id = "a1b2c3d4", stage = "production" } # wss://ws.example.com/orders
    "payments" = { api_id = "e5f6g7h8", stage = "production" }
  }
}

# One stage for many keys, some of them with several levels, as HTTP and REST
# APIs may have.
locals {
  services = {
    "orders"    = "i9j0k1l2"
    "orders/v2" = "m3n4o5p6"
    "shop"      = "q7r8s9t0"
  }
}

resource "apigatewayv2_api_mappings" "api" {
  domain_name = "api.example.com"

  mappings = {
    for key, api in local.services : key => { api_id = api, stage = "$default" }
  }
}

# In another region than the provider's.
resource "apigatewayv2_api_mappings" "virginia" {
  region      = "us-east-1"
  domain_name = "ws.example.com"
  mappings    = {} # no mapping at all
}

output "orders_url" {
  value = apigatewayv2_api_mappings.ws.urls["orders"]
}
