# The domain name; with OpenTofu: tofu import
terraform import apigatewayv2_api_mappings.ws ws.example.com
# With @<region> in another region than the provider's
terraform import apigatewayv2_api_mappings.virginia ws.example.com@us-east-1
