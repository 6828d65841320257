# <api_mapping_id>/<domain_name>; with OpenTofu: tofu import
terraform import apigatewayv2_api_mapping.orders a1b2c3/ws.example.com
# With @<region> in another region than the provider's
terraform import apigatewayv2_api_mapping.virginia d4e5f6/ws.example.com@us-east-1
