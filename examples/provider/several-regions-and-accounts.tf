provider "apigatewayv2" {
  region = "eu-west-1"
}

# Another account, or another partition of AWS, is a provider block of its own.
provider "apigatewayv2" {
  alias   = "staging"
  region  = "eu-west-1"
  profile = "staging"
}

# Another region is an argument of the resource.
resource "apigatewayv2_api_mapping" "virginia" {
  region          = "us-east-1"
  domain_name     = "ws.example.com"
  api_id          = "b2c3d4e5"
  stage           = "production"
  api_mapping_key = "orders"
}

resource "apigatewayv2_api_mapping" "staging" {
  provider = apigatewayv2.staging

  domain_name     = "ws.staging.example.com"
  api_id          = "c3d4e5f6"
  stage           = "production"
  api_mapping_key = "orders"
}
