# With OpenTofu: tofu providers lock
terraform providers lock -net-mirror=https://mirror.example.com/ \
  -platform=linux_amd64 -platform=darwin_arm64 -platform=windows_amd64 \
  local/apigatewayv2
