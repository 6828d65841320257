variable "has_credentials" {
  description = "Whether this run has credentials of AWS. Pull requests from forks have none."
  type        = bool
  default     = true
}

provider "apigatewayv2" {
  region = "eu-west-1"

  # Without credentials nothing is asked of AWS, neither the caller's identity nor what exists.
  access_key                  = var.has_credentials ? null : "none"
  secret_key                  = var.has_credentials ? null : "none"
  skip_credentials_validation = !var.has_credentials
  plan_checks                 = var.has_credentials ? "error" : "off"

  # Without credentials, only findings that need no call. With them, here is the place of the map of
  # a pipeline that fails closed.
  findings = var.has_credentials ? {
    lookup_denied = "error"
    lookup_failed = "error"
    } : {
    key_planned_twice  = "error"
    undocumented_comma = "error"
    unusual_letter     = "error"
  }

  # A list that is null is none, and so is a role without an ARN.
  allowed_account_ids = var.has_credentials ? ["123456789012"] : null

  assume_role {
    role_arn = var.has_credentials ? "arn:aws:iam::123456789012:role/deployer" : null
  }
}
