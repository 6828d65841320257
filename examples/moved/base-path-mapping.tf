resource "apigatewayv2_api_mapping" "site" {
  domain_name     = aws_api_gateway_domain_name.api.domain_name
  api_id          = aws_api_gateway_rest_api.site.id
  stage           = aws_api_gateway_stage.site.stage_name
  api_mapping_key = "site"
}

moved {
  from = aws_api_gateway_base_path_mapping.site
  to   = apigatewayv2_api_mapping.site
}
