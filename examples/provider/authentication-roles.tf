provider "apigatewayv2" {
  region = "eu-west-1"

  # From the organisation's account of the pipeline ...
  assume_role {
    role_arn = "arn:aws:iam::210987654321:role/pipeline"
  }

  # ... to the account that has the domain names.
  assume_role {
    role_arn    = "arn:aws:iam::123456789012:role/deployer"
    external_id = "api-release"
  }
}
