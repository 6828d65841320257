# The table of every domain name in the account and region.
list "apigatewayv2_api_mappings" "of_all_domains" {
  provider         = apigatewayv2
  include_resource = true
  limit            = 1000
}

# That of one domain name, in another region than the provider's.
list "apigatewayv2_api_mappings" "of_one_domain" {
  provider = apigatewayv2

  config {
    domain_name = "ws.example.com"
    region      = "us-east-1"
  }
}
