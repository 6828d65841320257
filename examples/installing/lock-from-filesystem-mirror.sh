# With OpenTofu: tofu providers lock
terraform providers lock -fs-mirror=/srv/terraform/mirror \
  -platform=linux_amd64 -platform=darwin_arm64 -platform=windows_amd64 \
  local/apigatewayv2
