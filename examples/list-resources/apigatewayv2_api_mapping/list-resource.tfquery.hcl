# Every mapping of one domain name.
list "apigatewayv2_api_mapping" "of_one_domain" {
  provider         = apigatewayv2
  include_resource = true
  limit            = 1000

  config {
    domain_name = "ws.example.com"
  }
}

# Every mapping of every domain name in the account and region.
list "apigatewayv2_api_mapping" "of_all_domains" {
  provider = apigatewayv2
  limit    = 10000
}

# The same in another region than the provider's.
list "apigatewayv2_api_mapping" "in_another_region" {
  provider = apigatewayv2
  limit    = 10000

  config {
    region = "us-east-1"
  }
}
