# <api_mapping_id>/<domain_name>
import {
  to = apigatewayv2_api_mapping.orders
  id = "a1b2c3/ws.example.com"
}

# <api_mapping_id>/<domain_name>@<region>, in another region than the provider's
import {
  to = apigatewayv2_api_mapping.virginia
  id = "d4e5f6/ws.example.com@us-east-1"
}
