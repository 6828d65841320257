terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    apigatewayv2 = {
      source = "local/apigatewayv2"
    }
  }
}

variable "pull_request" {
  description = "The number of the pull request."
  type        = number
}

resource "aws_apigatewayv2_api" "preview" {
  name          = "preview-${var.pull_request}"
  protocol_type = "HTTP"
}

# Routes and integrations as in production.
resource "aws_apigatewayv2_stage" "preview" {
  api_id      = aws_apigatewayv2_api.preview.id
  name        = "$default"
  auto_deploy = true
}

# The domain name is made once, in a configuration of its own.
data "apigatewayv2_domain_name" "preview" {
  domain_name = "preview.example.com"
}

resource "apigatewayv2_api_mapping" "preview" {
  domain_name     = data.apigatewayv2_domain_name.preview.domain_name
  api_id          = aws_apigatewayv2_api.preview.id
  stage           = aws_apigatewayv2_stage.preview.id
  api_mapping_key = "pr-${var.pull_request}"
}

output "url" {
  value = apigatewayv2_api_mapping.preview.url # https://preview.example.com/pr-123
}
