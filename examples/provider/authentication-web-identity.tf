provider "apigatewayv2" {
  region = "eu-west-1"

  assume_role_with_web_identity {
    role_arn                = "arn:aws:iam::123456789012:role/deployer"
    web_identity_token_file = "/var/run/secrets/token"
  }
}
