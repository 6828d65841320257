# <api_mapping_id>/<domain_name>; with OpenTofu: tofu import
terraform import apigatewayv2_api_mapping.orders a1b2c3/ws.example.com
