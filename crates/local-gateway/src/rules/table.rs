//! What each rule of this endpoint rests on.
//!
//! A row: the rule, why the endpoint decides so, behind a slash why a refusal is said as it is,
//! the probes that show what the service does (behind a dot, the call of a probe), and the rule
//! in words. `tests/records.rs` holds the rows against the records.

use super::rule::Standing::{Documented, MadeUp, Measured, Recorded};
use super::rule::{Rule, Words};

macro_rules! rules {
    ($($name:ident $decision:ident $(/ $words:ident)? [$($probe:ident$(.$call:ident)?)*] $says:literal;)*) => {
        $(pub(crate) static $name: Rule = Rule {
            constant: stringify!($name),
            says: $says,
            decision: $decision,
            words: [$(Some(Words::$words),)? None][0],
            probes: &[$(concat!(stringify!($probe) $(, ".", stringify!($call))?)),*],
        };)*

        /// Every rule, by topic.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Keys
    KEY_USUAL Documented [key_usual_characters]
        "A key of letters, digits and `$-_.+!*'()` is taken.";
    KEY_COMMA Measured [key_comma]
        "A comma in a key is taken.";
    KEY_CHARACTERS Measured / Measured [key_tilde key_leading_blank key_percent key_colon]
        "Other characters of ASCII in a key are refused.";
    KEY_LETTERS MadeUp / MadeUp [key_beyond_ascii]
        "Letters beyond ASCII in a key are refused.";
    KEY_BLANKS Measured / Measured [key_blanks_alone]
        "Blanks alone are the root for a create, and refused by an update.";
    KEY_LENGTH Measured / Measured [key_300_characters key_301_characters]
        "A key has at most 300 characters.";
    KEY_END Measured / Measured [key_slash_alone key_trailing_slash]
        "A key does not end with a slash.";
    KEY_START Measured / Measured [key_leading_slash key_double_slash]
        "A key neither starts with a slash nor doubles one.";
    KEY_CAPITALS MadeUp [key_capitals]
        "Keys that differ in capitals alone are two keys.";
    KEY_VARIABLES Measured [key_context_domain_name key_context_api_id]
        "`$context.domainName` and `$context.apiId` are taken as keys of WebSocket APIs.";
    KEY_NONE MadeUp [key_none_in_parentheses]
        "`(none)`, the word of v1 for the root, is a key like any other.";

    // Duplicates
    KEY_TAKEN Recorded / Recorded [key_duplicate root_twice]
        "A domain name has one mapping at a key; no key and the empty key are the root.";
    CREATE_REPEATED Measured [create_repeated]
        "A create that repeats a mapping is refused as any duplicate.";
    CREATES_AT_ONCE MadeUp [creates_at_once creates_at_once_same_key]
        "Creates at the same time are done one after the other, and none is refused for that.";

    // What exists
    UNKNOWN_DOMAIN Recorded / Recorded [domain_unknown]
        "A domain name that does not exist is a 404.";
    DOMAIN_CAPITALS Recorded / Recorded [domain_capitals domain_created_with_capitals]
        "Domain names are kept in lower case, and found by no other spelling.";
    UNKNOWN_API Measured / Recorded [api_unknown]
        "A mapping to an API that does not exist is a 400.";
    UNKNOWN_API_LOOKUP Recorded / Recorded [api_unknown_v2 api_unknown_v1]
        "Looking up an API that does not exist is a 404.";
    REST_API_IN_V2 Recorded / Recorded [rest_api_through_v2]
        "v2 does not see REST APIs.";
    UNKNOWN_STAGE Recorded / Recorded [stage_unknown rest_default_stage.CreateApiMapping]
        "A mapping to a stage that does not exist is a 400.";
    UNKNOWN_STAGE_LOOKUP Documented / OwnText [stage_unknown_v1 stage_unknown_v2]
        "Looking up a stage that does not exist is a 404.";
    UNKNOWN_MAPPING Documented / OwnText [mapping_unknown delete_mapping_twice]
        "A mapping that does not exist is a 404.";
    UNKNOWN_BASE_PATH Recorded / Recorded [mapping_unknown_v1]
        "A base path mapping that does not exist is a 404.";
    UNKNOWN_ROUTING_RULE Documented / OwnText [rule_unknown]
        "A routing rule that does not exist is a 404.";
    UNKNOWN_PATH Documented / OwnText [path_unknown]
        "A path that no operation has is a 404 `UnknownOperationException`.";

    // Kinds of APIs
    WEBSOCKET_BESIDE_OTHERS Documented / MadeUp
        [http_beside_websocket rest_beside_websocket websocket_beside_http websocket_beside_rest]
        "WebSocket APIs share a domain name with no other kind; the words of the refusal are those of v1.";
    WEBSOCKET_BESIDE_WEBSOCKET Recorded [websocket_beside_websocket]
        "WebSocket APIs share a domain name with each other.";
    HTTP_BESIDE_REST Documented [http_beside_rest rest_beside_http]
        "HTTP and REST APIs share a domain name.";
    WEBSOCKET_LEVELS MadeUp [websocket_multi_level]
        "Keys with several levels are taken for WebSocket APIs.";
    PRIVATE_REST_API Documented / MadeUp [rest_private]
        "A private REST API is not mapped to a public domain name.";
    EDGE_REST_API Documented [rest_edge_on_regional]
        "An edge-optimised REST API is mapped to a Regional domain name.";
    ENHANCED_HTTP_API Documented / MadeUp [enhanced_http]
        "An HTTP API is not mapped to a domain name with an enhanced security policy.";
    ENHANCED_WEBSOCKET_API MadeUp [enhanced_websocket]
        "A WebSocket API is mapped to a domain name with an enhanced security policy.";
    ENHANCED_REST_API Documented [enhanced_rest]
        "A REST API is mapped to a domain name with an enhanced security policy.";
    HTTP_API_BESIDE_STRICT_REST_API Documented / MadeUp [http_beside_strict_rest]
        "An HTTP API is not mapped beside a key of several levels for a REST API with an enhanced security policy.";
    STRICT_REST_API_LATER MadeUp [strict_rest_beside_http]
        "An update of a mapping, and a REST API with an enhanced security policy beside an HTTP API, are not refused so.";

    // Domain names
    EDGE_DOMAIN Recorded / Recorded [edge_single_level edge_multi_level]
        "v2 maps nothing to an edge-optimised domain name.";
    TLS_1_0_DOMAIN Recorded / Recorded [tls10_single_level tls10_multi_level]
        "v2 maps nothing to a domain name with TLS 1.0.";
    PRIVATE_DOMAIN Recorded / Recorded [private_domain]
        "v2 does not see private domain names.";
    NOT_OF_V2 Recorded / Recorded [domain_edge_through_v2 domain_tls10_through_v2]
        "v2 makes no edge-optimised domain name and none with TLS 1.0.";
    DOMAIN_TAKEN Measured / Measured [domain_duplicate]
        "A domain name that exists is created again with a 400.";
    DOMAIN_CONFIGURATION Measured / Measured [domain_without_configuration]
        "A domain name is not created without a configuration.";
    ENDPOINT_ACCESS_MODE Recorded / Recorded [domain_without_access_mode]
        "v1 takes an enhanced security policy only with an endpoint access mode.";
    DOMAIN_UPDATING MadeUp [domain_updating]
        "Mappings are made while a domain name changes.";
    DOMAIN_DELETED MadeUp [delete_domain_with_mappings]
        "A domain name is deleted along with its mappings.";
    RULES_ONLY Documented / MadeUp [rules_only_create]
        "A domain name that is routed by rules alone takes no new mapping.";
    RULES_ONLY_READS Documented [rules_only_existing.GetApiMapping]
        "The mappings of a domain name that is routed by rules alone can be read.";
    RULES_ONLY_WRITES MadeUp [rules_only_existing.UpdateApiMapping rules_only_existing.DeleteApiMapping]
        "The mappings of a domain name that is routed by rules alone can be changed and deleted.";
    RULES_FIRST Documented [rules_first_create]
        "A domain name that is routed by rules first takes mappings.";
    RULES_FIRST_KINDS MadeUp [rules_first_rest_and_http]
        "A domain name that is routed by rules first takes HTTP and REST APIs, although rules do not route those together.";

    // Levels
    FIRST_LEVELS Documented [first_multi_level]
        "A Regional domain name with TLS 1.2 takes keys with several levels.";
    MULTI_LEVEL_QUOTA Documented / MadeUp [multi_level_201]
        "A domain name takes 200 keys with several levels. The 201st is answered as another exhausted quota of API Gateway is.";

    // Listings
    PAGE_DEFAULT Recorded [page_default]
        "A page has 25 mappings when nothing is said.";
    PAGE_LAST Recorded [page_last_token]
        "The last page of v2 says that its token is null.";
    PAGE_SIZE MadeUp / MadeUp [page_sizes]
        "A page has from 1 to 500 items, as v1 documents.";
    PAGE_SIZE_RULES Documented / OwnText [page_sizes_of_rules]
        "A page of routing rules has at most 100.";
    PAGE_TOKEN MadeUp / MadeUp [page_malformed_token]
        "A token that this endpoint did not give is refused.";
    PAGE_TOKEN_LASTS MadeUp [page_token_after_delete]
        "A token leads to what follows the last item, whether that exists or not.";
    LIST_AFTER_WRITE MadeUp [list_after_write]
        "A listing shows every write before it.";
    LIST_ORDER MadeUp [list_order]
        "A listing has the order of the identifiers.";

    // Updates
    UPDATE_KEEPS Documented [update_omits_stage_and_key update_repeats_all update_moves_to_other_api]
        "An update changes what it names and keeps the rest, and the mapping keeps its identifier.";
    UPDATE_NEEDS_API Documented / OwnText [update_omits_api]
        "An update names the API.";
    UPDATE_TO_ROOT MadeUp [update_empties_key]
        "An update with an empty key moves the mapping to the root.";
    UPDATE_EMPTIES MadeUp / MadeUp [update_empties_stage update_empties_api]
        "An update with an empty stage or API is refused as one that does not exist.";
    UPDATE_TAKES_KEY Documented [update_takes_key]
        "An update to the key of another mapping is refused as a create is.";
    UPDATE_UNKNOWN_STAGE MadeUp / MadeUp [update_unknown_stage]
        "An update to a stage that does not exist is refused as a create is.";

    // Deletions
    MAPPED_API_STAYS Recorded / Recorded [delete_mapped_api]
        "An API that is mapped is not deleted.";
    MAPPED_STAGE_STAYS Recorded / Recorded [delete_mapped_stage]
        "A stage that is mapped is not deleted.";

    // Base path mappings of v1
    BASE_PATH Recorded [base_path_is_mapping]
        "Base path mappings and API mappings are the same things.";
    BASE_PATH_STAGE MadeUp [base_path_without_stage]
        "v2 shows the stage of a base path mapping without one as empty.";
    BASE_PATH_KINDS Recorded / Recorded [base_path_websocket base_path_http base_path_http_beside_rest]
        "v1 maps no API beside one of another kind.";
    BASE_PATH_LEVELS Recorded / Recorded [base_path_with_slash]
        "v1 maps no key with a slash.";
    BASE_PATH_TAKEN Recorded / Recorded [base_path_duplicate]
        "A domain name has one base path mapping at a path.";

    // What else is made
    STAGE_NAME Documented / MadeUp [stage_characters stage_129_characters]
        "Stages of v2 have letters, digits, `-` and `_`, at most 128, or are `$default`.";
    REST_STAGE_NAME Recorded / Recorded [rest_default_stage.CreateDeployment]
        "Stages of REST APIs have letters, digits and `_`.";
    STAGE_TAKEN Documented / OwnText [stage_duplicate]
        "A stage that exists is created again with a 409.";
    REST_METHODS Recorded / Recorded [rest_without_methods]
        "A REST API without methods, or with one that has no integration, is not deployed.";
    REST_RESOURCE Documented / OwnText [rest_resource_unknown]
        "A REST API has its root resource and no other.";
    BODY Documented / OwnText [create_omits_api create_omits_stage]
        "A body that cannot be read, or lacks what is required, is a 400.";
    CERTIFICATE Documented / OwnText []
        "ACM keeps a certificate that a domain name uses, and knows those alone that it was given.";

    // Who calls, and how often
    QUOTA Documented / Recorded [throttle]
        "Where it is asked for, the quota of 10 calls a second counts all calls of API Gateway alike.";
    SIGNATURE MadeUp []
        "A signature is looked for and not verified: any secret will do, and any role.";
    REGIONS MadeUp []
        "Every Region exists.";
    ORDER MadeUp [order_of_refusals]
        "Of several refusals, that of the domain name comes first, then key, API, stage and kind.";
}
