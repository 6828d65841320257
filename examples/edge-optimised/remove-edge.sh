aws apigateway update-domain-name --domain-name api.example.com --patch-operations '[
  {"op": "remove", "path": "/endpointConfiguration/types", "value": "EDGE"},
  {"op": "remove", "path": "/certificateArn"}
]'
