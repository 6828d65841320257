list "apigatewayv2_api_mapping" "api" {
  provider = apigatewayv2
  limit    = 1000

  config {
    domain_name = "api.example.com"
  }
}
