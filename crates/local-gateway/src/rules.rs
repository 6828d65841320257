//! What the service refuses, one small function for each rule, in the service's
//! own words where they are recorded.
//!
//! [`table`] says what each rule rests on. A refusal that rests on nothing, or whose words do,
//! says so in its answer and in the log of calls.

mod refusing;
mod rule;
mod shown;
pub(crate) mod table;

use crate::api::{Api, Protocol, RestEndpoint};
use crate::domain::{Domain, EndpointAccessMode, EndpointType, RoutingMode, SecurityPolicy};
use crate::error::ServiceError;
use crate::mapping::Mapping;
use crate::world::World;

pub use rule::{Rule, Standing, Words};
pub use shown::rules_as_a_table;
pub use table::RULES;

/// A rule's answer.
pub(crate) type Verdict = Result<(), ServiceError>;

/// The longest key accepted, in characters.
const LONGEST_KEY: usize = 300;

/// What a key may hold besides letters and numbers. The slash parts its levels;
/// the comma is not documented, but accepted.
const KEY_PUNCTUATION: &str = "$-_.+!*'(),/";

/// How many mappings with several levels a domain name has at most.
const MULTI_LEVELS: usize = 200;

const LONGEST_STAGE_NAME: usize = 128;

const UNKNOWN_STAGE: &str = "Invalid stage identifier specified";

/// How v1 says which kinds of APIs go together.
const MIXING: &str = "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API \
     Gateway's V2 DomainName interface. Currently, WebSocket APIs can only be attached to a domain name with other \
     WebSocket APIs. This must also occur through API Gateway's V2 DomainName interface.";

/// The form of an API mapping key; the empty one is the root of the domain.
pub(crate) fn key_is_well_formed(key: &str) -> Verdict {
    let too_long = key.chars().count() > LONGEST_KEY;
    table::KEY_LENGTH.refuses_if(too_long, "ApiMapping key length must be under 300 characters.")?;
    // Measured on an update; a create takes blanks alone for the root.
    let blank = !key.is_empty() && key.trim().is_empty();
    let slashes = "API mapping key should not start with a '/' or have consecutive '/'s.";
    table::KEY_BLANKS.refuses_if(blank, slashes)?;
    let characters =
        "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.";
    let foreign = |c: char| !c.is_alphanumeric() && !KEY_PUNCTUATION.contains(c);
    table::KEY_CHARACTERS.refuses_if(key.chars().any(foreign), characters)?;
    table::KEY_LETTERS.refuses_if(!key.is_ascii(), characters)?;
    table::KEY_END.refuses_if(key.ends_with('/'), "API mapping key should not end with a '/'.")?;
    table::KEY_START.refuses_if(key.starts_with('/') || key.contains("//"), slashes)
}

/// Only regional domain names with TLS 1.2 have mappings that v2 manages.
pub(crate) fn domain_is_managed_by_v2(domain: &Domain) -> Verdict {
    table::EDGE_DOMAIN.refuses_if(
        domain.endpoint_type == EndpointType::Edge,
        "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use \
         the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.",
    )?;
    table::TLS_1_0_DOMAIN.refuses_if(
        domain.security_policy == SecurityPolicy::Tls10,
        "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. \
         For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. \
         Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0.",
    )
}

/// A domain name routed by rules alone takes no new mapping.
pub(crate) fn domain_takes_mappings(domain: &Domain) -> Verdict {
    table::RULES_ONLY.refuses_if(
        domain.routing_mode == RoutingMode::RoutingRuleOnly,
        "API mappings cannot be created for a domain name with the routing mode ROUTING_RULE_ONLY.",
    )
}

/// The API exists in this account. Sources disagree on 400 or 404; a fault can
/// answer the other.
pub(crate) fn api_exists<'world>(world: &'world World, id: &str) -> Result<&'world Api, ServiceError> {
    world.api(id).ok_or_else(|| table::UNKNOWN_API.bad_request(unknown_api(world, id)))
}

/// How the service names an API that it does not find.
#[must_use]
pub(crate) fn unknown_api(world: &World, id: &str) -> String {
    format!("Invalid API identifier specified {}:{id}", world.account())
}

/// An update does not empty the API or the stage: neither is there under an empty name.
pub(crate) fn update_empties_nothing(world: &World, api: &str, stage: Option<&str>) -> Verdict {
    table::UPDATE_EMPTIES.refuses_if(api.is_empty(), unknown_api(world, api))?;
    table::UPDATE_EMPTIES.refuses_if(stage == Some(""), UNKNOWN_STAGE)
}

/// The API has the stage. `changed` is the mapping that is about to change.
pub(crate) fn stage_exists(api: &Api, stage: &str, changed: Option<&str>) -> Verdict {
    let rule = if changed.is_some() { &table::UPDATE_UNKNOWN_STAGE } else { &table::UNKNOWN_STAGE };
    rule.refuses_if(!api.stages.contains(stage), UNKNOWN_STAGE)
}

/// The mappings of a domain but the one that changes.
fn others<'domain>(domain: &'domain Domain, changed: Option<&str>) -> impl Iterator<Item = &'domain Mapping> {
    domain.mappings.iter().filter(move |mapping| Some(mapping.id.as_str()) != changed)
}

/// WebSocket APIs share a domain name with each other only. `changed` is the
/// mapping that is about to change, which is no neighbour of itself. The words
/// are those of v1.
pub(crate) fn protocols_go_together(
    world: &World,
    domain: &Domain,
    protocol: Protocol,
    changed: Option<&str>,
) -> Verdict {
    let is_web_socket = |mapping: &Mapping| {
        let neighbour = world.api(&mapping.api_id)?;
        Some(neighbour.protocol == Protocol::WebSocket)
    };
    let mixed = others(domain, changed)
        .filter_map(is_web_socket)
        .any(|other| other != (protocol == Protocol::WebSocket));
    table::WEBSOCKET_BESIDE_OTHERS.refuses_if(mixed, MIXING)
}

/// What the documentation says cannot be mapped, in words of this endpoint: an HTTP API on a
/// domain name with an enhanced security policy, and a private REST API, because v2 knows public
/// domain names only.
pub(crate) fn domain_takes_api(domain: &Domain, api: &Api) -> Verdict {
    let enhanced = domain.security_policy == SecurityPolicy::Enhanced;
    table::ENHANCED_HTTP_API.refuses_if(
        enhanced && api.protocol == Protocol::Http,
        "HTTP APIs cannot be mapped to a domain name with an enhanced security policy.",
    )?;
    let private = api.is_rest() && api.endpoint == RestEndpoint::Private;
    table::PRIVATE_REST_API.refuses_if(private, "Private APIs cannot be mapped to a public domain name.")
}

/// A new mapping of an HTTP API does not come beside a key of several levels for a REST API with
/// an enhanced security policy.
pub(crate) fn strict_rest_api_stands_alone(world: &World, domain: &Domain, new: &Api) -> Verdict {
    let is_strict = |mapping: &Mapping| {
        mapping.key.contains('/')
            && world
                .api(&mapping.api_id)
                .is_some_and(|api| api.is_rest() && api.security_policy == SecurityPolicy::Enhanced)
    };
    table::HTTP_API_BESIDE_STRICT_REST_API.refuses_if(
        new.protocol == Protocol::Http && domain.mappings.iter().any(is_strict),
        "HTTP APIs cannot be mapped beside a multi-level mapping to a REST API with an enhanced security policy.",
    )
}

/// v1 maps REST APIs alone, and beside nothing else.
pub(crate) fn v1_kinds_go_together(world: &World, domain: &Domain, protocol: Protocol) -> Verdict {
    let neighbours = domain.mappings.iter().filter_map(|mapping| world.api(&mapping.api_id));
    let others = neighbours.map(|neighbour| neighbour.protocol).any(|other| other != Protocol::Rest);
    table::BASE_PATH_KINDS.refuses_if(others || protocol != Protocol::Rest, MIXING)
}

/// v1 maps single path segments.
pub(crate) fn base_path_has_one_level(base_path: &str) -> Verdict {
    table::BASE_PATH_LEVELS.refuses_if(
        base_path.contains('/'),
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base \
         path mapping, use API Gateway V2.",
    )
}

/// A domain name has at most 200 mappings with several levels (documented). The answer is
/// that of another exhausted quota of API Gateway, on record for PutRestApi.
pub(crate) fn levels_are_within_quota(domain: &Domain, key: &str, changed: Option<&str>) -> Verdict {
    let full = others(domain, changed).filter(|mapping| mapping.key.contains('/')).count() >= MULTI_LEVELS;
    if key.contains('/') && full {
        Err(table::MULTI_LEVEL_QUOTA.error(ServiceError::quota_exceeded("multi-level API mappings")))
    } else {
        Ok(())
    }
}

/// No other mapping of the domain has the key.
pub(crate) fn key_is_free(domain: &Domain, key: &str, changed: Option<&str>) -> Verdict {
    match domain.mappings.with_key(key) {
        Some(holder) if Some(holder.id.as_str()) != changed => {
            Err(table::KEY_TAKEN.conflict("ApiMapping key already exists for this domain name"))
        }
        _ => Ok(()),
    }
}

/// A mapped API is not deleted.
pub(crate) fn api_is_unmapped(world: &World, id: &str) -> Verdict {
    let mapped = world.all_domains().any(|domain| domain.mappings.iter().any(|mapping| mapping.api_id == id));
    table::MAPPED_API_STAYS.refuses_if(
        mapped,
        format!(
            "Deleting API {id} failed. Please remove all API mappings for the API from your custom domain names."
        ),
    )
}

/// A mapped stage is not deleted.
pub(crate) fn stage_is_unmapped(world: &World, api: &str, stage: &str) -> Verdict {
    let maps_it = |mapping: &Mapping| mapping.api_id == api && mapping.stage == stage;
    let holders: Vec<&str> = world
        .all_domains()
        .filter(|domain| domain.mappings.iter().any(maps_it))
        .map(|domain| domain.name.as_str())
        .collect();
    table::MAPPED_STAGE_STAYS.refuses_if(
        !holders.is_empty(),
        format!(
            "Deleting stage {stage} failed. Please remove all base path mappings related to the stage in your \
             domains: {}",
            holders.join(", ")
        ),
    )
}

/// The form of a stage name of an HTTP or WebSocket API.
pub(crate) fn stage_name_is_well_formed(name: &str) -> Verdict {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let well_formed = name == "$default"
        || (!name.is_empty() && name.chars().count() <= LONGEST_STAGE_NAME && name.chars().all(allowed));
    table::STAGE_NAME.refuses_if(
        !well_formed,
        "Stage name only allows a-zA-Z0-9-_, at most 128 of them, or the literal $default.",
    )
}

/// The form of a stage name of a REST API.
pub(crate) fn rest_stage_name_is_well_formed(name: &str) -> Verdict {
    let well_formed = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    table::REST_STAGE_NAME.refuses_if(!well_formed, "Stage name only allows a-zA-Z0-9_")
}

/// A REST API is deployed when it has a method, and each of them an integration.
pub(crate) fn rest_api_can_be_deployed(api: &Api) -> Verdict {
    table::REST_METHODS.refuses_if(api.methods.is_empty(), "The REST API doesn't contain any methods")?;
    let unfinished = api.methods.values().any(|integrated| !integrated);
    table::REST_METHODS.refuses_if(unfinished, "No integration defined for method")
}

/// An enhanced security policy comes with an endpoint access mode.
pub(crate) fn enhanced_policy_has_access_mode(
    policy: Option<SecurityPolicy>,
    mode: Option<EndpointAccessMode>,
) -> Verdict {
    table::ENDPOINT_ACCESS_MODE.refuses_if(
        policy == Some(SecurityPolicy::Enhanced) && mode.is_none(),
        "Endpoint access mode is required for the specified security policy",
    )
}

#[cfg(test)]
mod tests;
