data "apigatewayv2_api_mappings" "api" {
  domain_name = "api.example.com"
}

locals {
  found = data.apigatewayv2_api_mappings.api
}

# Adopts what is mapped (Terraform 1.11, OpenTofu 1.10 and later). Once it is applied, write the
# map of the resource down and remove these blocks: as it stands, the resource follows each mapping
# that is made or deleted elsewhere.
import {
  for_each = local.found.mappings

  to = apigatewayv2_api_mapping.api[each.key]
  id = "${each.value.api_mapping_id}/${local.found.domain_name}@${local.found.region}"
}

resource "apigatewayv2_api_mapping" "api" {
  for_each = local.found.mappings

  region          = local.found.region
  domain_name     = local.found.domain_name
  api_id          = each.value.api_id
  stage           = each.value.stage
  api_mapping_key = each.key
}
