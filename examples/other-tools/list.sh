aws apigatewayv2 get-api-mappings --domain-name api.example.com --max-results 500
