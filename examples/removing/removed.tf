removed {
  from = apigatewayv2_api_mapping.orders

  lifecycle {
    destroy = false
  }
}
