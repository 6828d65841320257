variable "access_key" {
  type      = string
  sensitive = true
}

variable "secret_key" {
  type      = string
  sensitive = true
}

provider "apigatewayv2" {
  region     = "eu-west-1"
  access_key = var.access_key
  secret_key = var.secret_key
}
