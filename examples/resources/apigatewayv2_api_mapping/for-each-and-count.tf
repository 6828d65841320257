# Each instance is identified by its key: adding or removing one leaves all others as they are.
resource "apigatewayv2_api_mapping" "services" {
  for_each = {
    orders   = "e5f6g7h8"
    payments = "i9j0k1l2"
  }

  domain_name     = "api.example.com"
  api_id          = each.value
  stage           = "$default"
  api_mapping_key = each.key
}

locals {
  versions = ["v1", "v2", "v3"]
}

# Each instance is identified by its number: without "v1", the first mapping gets the key "v2", which the second
# still has, and so on. Use count where only the end of the list ever changes.
resource "apigatewayv2_api_mapping" "versions" {
  count = length(local.versions)

  domain_name     = "shop.example.com"
  api_id          = "m3n4o5p6"
  stage           = "$default"
  api_mapping_key = local.versions[count.index]
}
