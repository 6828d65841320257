provider "apigatewayv2" {
  region                  = "eu-west-1"
  max_requests_per_second = 5  # of the 10 that the account has
  max_retries             = 50 # of a call that is throttled
}
