aws apigateway update-domain-name --domain-name api.example.com --patch-operations '[
  {"op": "add", "path": "/endpointConfiguration/types", "value": "REGIONAL"},
  {"op": "add", "path": "/regionalCertificateArn", "value": "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"}
]'
