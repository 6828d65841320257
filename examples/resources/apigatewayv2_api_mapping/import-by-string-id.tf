# <api_mapping_id>/<domain_name>
import {
  to = apigatewayv2_api_mapping.orders
  id = "a1b2c3/ws.example.com"
}
