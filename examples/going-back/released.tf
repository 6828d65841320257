# Forgets the mappings, and leaves them as they are.
removed {
  from = apigatewayv2_api_mapping.services

  lifecycle {
    destroy = false
  }
}
