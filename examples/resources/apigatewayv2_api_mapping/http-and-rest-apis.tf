# https://api.example.com/shop/v2: keys of HTTP and REST APIs may have several levels.
resource "apigatewayv2_api_mapping" "shop" {
  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = aws_apigatewayv2_api.shop.id
  stage           = aws_apigatewayv2_stage.shop.id
  api_mapping_key = "shop/v2"
}

# https://api.example.com: without a key, the root of the domain name. The id of a stage of a
# REST API is not its name, so this refers to stage_name.
resource "apigatewayv2_api_mapping" "site" {
  domain_name = aws_apigatewayv2_domain_name.api.id
  api_id      = aws_api_gateway_rest_api.site.id
  stage       = aws_api_gateway_stage.site.stage_name
}
