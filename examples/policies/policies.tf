data "aws_partition" "current" {}

locals {
  # The two files of this guide, in the partition that hashicorp/aws works in.
  policies = {
    for name in ["plan", "apply"] :
    name => replace(file("${path.module}/${name}.json"), "arn:aws:", "arn:${data.aws_partition.current.partition}:")
  }
}

resource "aws_iam_policy" "api_mappings" {
  for_each = local.policies

  name   = "api-mappings-${each.key}"
  policy = each.value
}
