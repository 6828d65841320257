# The table that `cargo xtask demo` shows, against an endpoint on this machine.
# For AWS itself, take out access_key, secret_key and endpoints, and use your
# own domain name, API and stages.

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

variable "exchanged" {
  description = "Whether the two keys have exchanged their stages."
  type        = bool
  default     = false
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

# All that api.example.com maps.
resource "apigatewayv2_api_mappings" "api" {
  domain_name = "api.example.com"

  mappings = {
    "blue"  = { api_id = "a1b2c3d4", stage = var.exchanged ? "test" : "production" }
    "green" = { api_id = "a1b2c3d4", stage = var.exchanged ? "production" : "test" }
  }
}

output "mappings" {
  value = apigatewayv2_api_mappings.api.api_mapping_ids
}
