aws apigateway update-domain-name --domain-name api.example.com --patch-operations '[
  {"op": "replace", "path": "/securityPolicy", "value": "TLS_1_2"}
]'
