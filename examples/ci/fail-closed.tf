provider "apigatewayv2" {
  region = "eu-west-1"

  # Each finding that is a warning otherwise.
  findings = {
    key_may_be_taken                = "error"
    mapping_exists                  = "error"
    mapping_managed_twice           = "error"
    websocket_multi_level_key       = "error"
    first_multi_level_key           = "error"
    too_many_multi_level_keys       = "error"
    undocumented_comma              = "error"
    unusual_letter                  = "error"
    stage_missing                   = "error"
    private_api                     = "error"
    websocket_may_mix               = "error"
    http_api_beside_strict_rest_api = "error"
    domain_missing                  = "error"
    domain_edge_optimised           = "error"
    domain_tls_1_0                  = "error"
    domain_not_available            = "error"
    enhanced_policy_websocket       = "error"
    routing_rules_only              = "error"
    routing_rules_first             = "error"
    routing_rules_rest_and_http     = "error"
    mappings_unknown                = "error"
    paths_interrupted               = "error"
    lookup_denied                   = "error"
    lookup_failed                   = "error"
  }
}
