terraform {
  required_providers {
    apigatewayv2 = {
      source = "local/apigatewayv2"
    }
  }
}
