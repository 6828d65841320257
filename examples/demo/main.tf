# What `cargo xtask demo` runs, against an endpoint on this machine. For AWS
# itself, take out access_key, secret_key and endpoints, and use your own
# domain name, API and stage.

terraform {
  required_providers {
    apigatewayv2 = {
      source = "local/apigatewayv2"
    }
  }
}

variable "endpoint" {
  description = "Where the local API Gateway endpoint listens."
  type        = string
}

variable "stage" {
  description = "The stage that answers."
  type        = string
  default     = "production"
}

variable "path" {
  description = "The path under the domain name."
  type        = string
  default     = "orders"
}

provider "apigatewayv2" {
  region     = "eu-west-1"
  access_key = "demo"
  secret_key = "demo"

  endpoints {
    apigatewayv2 = var.endpoint
    apigateway   = var.endpoint
    sts          = var.endpoint
  }
}

# wss://api.example.com/orders
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "a1b2c3d4"
  stage           = var.stage
  api_mapping_key = var.path
}

output "mapping" {
  value = apigatewayv2_api_mapping.orders.id
}
