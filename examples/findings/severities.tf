provider "apigatewayv2" {
  region = "eu-west-1"

  findings = {
    stage_missing         = "error"
    first_multi_level_key = "ignore"
  }
}
