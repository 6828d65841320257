provider "apigatewayv2" {
  findings = {
    key_taken = "warning"
  }
}
