# GitHub, as an identity provider that this account trusts. One for each account.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  # In a repository that was created or renamed since 15 July 2026, or that has opted in, names are
  # followed by ids: "repo:acme@123456/api-mappings@456789".
  repository = "repo:acme/api-mappings"

  # Which token gets which role: runs of pull requests may read, and jobs in the environment
  # `production` may write.
  subjects = {
    plan  = "${local.repository}:pull_request"
    apply = "${local.repository}:environment:production"
  }
}

resource "aws_iam_role" "api_mappings" {
  for_each = local.subjects

  name = "api-mappings-${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = each.value
        }
      }
    }]
  })
}

# The policies of the guide on permissions.
resource "aws_iam_role_policy_attachment" "api_mappings" {
  for_each = local.subjects

  role       = aws_iam_role.api_mappings[each.key].name
  policy_arn = aws_iam_policy.api_mappings[each.key].arn
}
