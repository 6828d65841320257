terraform {
  required_providers {
    apigatewayv2 = {
      source  = "local/apigatewayv2"
      version = "~> 0.1"
    }
  }
}

# Region and credentials come from the environment or a profile, as for the AWS
# CLI, wherever this block says nothing.
provider "apigatewayv2" {
  region = "eu-west-1"

  # A plan or apply with credentials of any other account stops before its first
  # API Gateway call.
  allowed_account_ids = ["123456789012"]

  assume_role {
    role_arn     = "arn:aws:iam::123456789012:role/deployer"
    session_name = "api-release"
  }
}
