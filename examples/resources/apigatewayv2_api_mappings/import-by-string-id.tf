# The domain name
import {
  to = apigatewayv2_api_mappings.ws
  id = "ws.example.com"
}

# <domain_name>@<region>, in another region than the provider's
import {
  to = apigatewayv2_api_mappings.virginia
  id = "ws.example.com@us-east-1"
}
