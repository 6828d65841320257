provider "apigatewayv2" {
  region  = "eu-west-1"
  profile = "production"
}
