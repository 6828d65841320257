variable "has_credentials" {
  description = "Whether this run has credentials of AWS. Pull requests from forks have none."
  type        = bool
  default     = true
}

provider "apigatewayv2" {
  region = "eu-west-1"

  # Nothing is asked of AWS without credentials, neither who is calling nor what exists.
  access_key                  = var.has_credentials ? null : "none"
  secret_key                  = var.has_credentials ? null : "none"
  skip_credentials_validation = !var.has_credentials
  plan_checks                 = var.has_credentials ? "error" : "off"
}
