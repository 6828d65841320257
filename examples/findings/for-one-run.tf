variable "findings" {
  description = "Other severities of findings, for this run."
  type        = map(string)
  default     = {}
}

provider "apigatewayv2" {
  region   = "eu-west-1"
  findings = merge({ stage_missing = "error" }, var.findings)
}
