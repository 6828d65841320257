terraform {
  required_providers {
    apigatewayv2 = {
      source  = "local/apigatewayv2"
      version = "~> 0.1.0"
    }
  }
}
