data "apigatewayv2_domain_name" "api" {
  domain_name = "api.example.com"
}

# What an alias record needs, such as that of an aws_route53_record.
output "alias" {
  value = {
    name    = data.apigatewayv2_domain_name.api.target_domain_name
    zone_id = data.apigatewayv2_domain_name.api.hosted_zone_id
  }
}

# Fails the review of a domain name that takes old versions of TLS.
check "tls" {
  assert {
    condition     = data.apigatewayv2_domain_name.api.security_policy != "TLS_1_0"
    error_message = "The domain name accepts TLS 1.0."
  }
}
