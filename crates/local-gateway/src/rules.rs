//! What the service refuses, one small function for each rule, in the service's
//! own words where they are recorded.
//!
//! A text marked "not recorded" is worded by this endpoint: that the service
//! refuses is documented, how it says so is not. Nothing may depend on it.

use crate::api::{Api, Protocol, RestEndpoint};
use crate::domain::{Domain, EndpointType, RoutingMode, SecurityPolicy};
use crate::error::ServiceError;
use crate::mapping::Mapping;
use crate::world::World;

/// A rule's answer.
pub(crate) type Verdict = Result<(), ServiceError>;

/// The longest key accepted, in characters.
const LONGEST_KEY: usize = 300;

/// What a key may hold besides letters and numbers. The slash parts its levels;
/// the comma is not documented, but accepted.
const KEY_PUNCTUATION: &str = "$-_.+!*'(),/";

/// How many mappings with several levels a domain name has at most.
const MULTI_LEVEL_QUOTA: usize = 200;

const LONGEST_STAGE_NAME: usize = 128;

/// The form of an API mapping key; the empty one is the root of the domain.
pub(crate) fn key_is_well_formed(key: &str) -> Verdict {
    refuse_if(key.chars().count() > LONGEST_KEY, "ApiMapping key length must be under 300 characters.")?;
    // Measured on an update; a create takes blanks alone for the root.
    let blank = !key.is_empty() && key.trim().is_empty();
    let slashes = "API mapping key should not start with a '/' or have consecutive '/'s.";
    refuse_if(blank, slashes)?;
    refuse_if(
        key.chars().any(|c| !c.is_ascii_alphanumeric() && !KEY_PUNCTUATION.contains(c)),
        "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.",
    )?;
    refuse_if(key.ends_with('/'), "API mapping key should not end with a '/'.")?;
    refuse_if(key.starts_with('/') || key.contains("//"), slashes)
}

/// Only regional domain names with TLS 1.2 have mappings that v2 manages.
pub(crate) fn domain_is_managed_by_v2(domain: &Domain) -> Verdict {
    refuse_if(
        domain.endpoint_type == EndpointType::Edge,
        "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use \
         the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.",
    )?;
    refuse_if(
        domain.security_policy == SecurityPolicy::Tls10,
        "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. \
         For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. \
         Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0.",
    )
}

/// A domain name routed by rules alone takes no new mapping (not recorded).
pub(crate) fn domain_takes_mappings(domain: &Domain) -> Verdict {
    refuse_if(
        domain.routing_mode == RoutingMode::RoutingRuleOnly,
        "API mappings cannot be created for a domain name with the routing mode ROUTING_RULE_ONLY.",
    )
}

/// The API exists in this account. Sources disagree on 400 or 404; a fault can
/// answer the other.
pub(crate) fn api_exists<'world>(world: &'world World, id: &str) -> Result<&'world Api, ServiceError> {
    world.api(id).ok_or_else(|| ServiceError::bad_request(unknown_api(world, id)))
}

/// How the service names an API that it does not find.
#[must_use]
pub(crate) fn unknown_api(world: &World, id: &str) -> String {
    format!("Invalid API identifier specified {}:{id}", world.account())
}

/// The API has the stage.
pub(crate) fn stage_exists(api: &Api, stage: &str) -> Verdict {
    refuse_if(!api.stages.contains(stage), "Invalid stage identifier specified")
}

/// WebSocket APIs share a domain name with each other only. `changed` is the
/// mapping that is about to change, which is no neighbour of itself. Not
/// recorded of v2: these are the words of v1, as far as they are on record.
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
    let mixed = domain
        .mappings
        .iter()
        .filter(|mapping| Some(mapping.id.as_str()) != changed)
        .filter_map(is_web_socket)
        .any(|web_socket| web_socket != (protocol == Protocol::WebSocket));
    refuse_if(
        mixed,
        "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API Gateway's V2 \
         DomainName interface. Currently, WebSocket APIs can only be attached to a domain name with other WebSocket APIs.",
    )
}

/// What the documentation says cannot be mapped, in words of this endpoint (not recorded):
/// an HTTP API on a domain name with an enhanced security policy, and a private REST API,
/// for v2 knows public domain names only.
pub(crate) fn domain_takes_api(domain: &Domain, api: &Api) -> Verdict {
    let enhanced = domain.security_policy == SecurityPolicy::Enhanced;
    refuse_if(
        enhanced && api.protocol == Protocol::Http,
        "HTTP APIs cannot be mapped to a domain name with an enhanced security policy.",
    )?;
    let private = api.is_rest() && api.endpoint == RestEndpoint::Private;
    refuse_if(private, "Private APIs cannot be mapped to a public domain name.")
}

/// A domain name has at most 200 mappings with several levels (documented). The answer is
/// that of another exhausted quota of API Gateway, on record for PutRestApi.
pub(crate) fn levels_are_within_quota(domain: &Domain, key: &str, changed: Option<&str>) -> Verdict {
    let others = domain.mappings.iter().filter(|mapping| Some(mapping.id.as_str()) != changed);
    let full = others.filter(|mapping| mapping.key.contains('/')).count() >= MULTI_LEVEL_QUOTA;
    if key.contains('/') && full {
        Err(ServiceError::quota_exceeded("multi-level API mappings"))
    } else {
        Ok(())
    }
}

/// No other mapping of the domain has the key.
pub(crate) fn key_is_free(domain: &Domain, key: &str, changed: Option<&str>) -> Verdict {
    match domain.mappings.with_key(key) {
        Some(holder) if Some(holder.id.as_str()) != changed => {
            Err(ServiceError::conflict("ApiMapping key already exists for this domain name"))
        }
        _ => Ok(()),
    }
}

/// A mapped API is not deleted.
pub(crate) fn api_is_unmapped(world: &World, id: &str) -> Verdict {
    let mapped =
        world.domains().values().any(|domain| domain.mappings.iter().any(|mapping| mapping.api_id == id));
    refuse_if(
        mapped,
        &format!(
            "Deleting API {id} failed. Please remove all API mappings for the API from your custom domain names."
        ),
    )
}

/// A mapped stage is not deleted.
pub(crate) fn stage_is_unmapped(world: &World, api: &str, stage: &str) -> Verdict {
    let maps_it = |mapping: &Mapping| mapping.api_id == api && mapping.stage == stage;
    let holders: Vec<&str> = world
        .domains()
        .values()
        .filter(|domain| domain.mappings.iter().any(maps_it))
        .map(|domain| domain.name.as_str())
        .collect();
    refuse_if(
        !holders.is_empty(),
        &format!(
            "Deleting stage {stage} failed. Please remove all base path mappings related to the stage in your \
             domains: {}",
            holders.join(", ")
        ),
    )
}

/// The form of a stage name (not recorded).
pub(crate) fn stage_name_is_well_formed(name: &str) -> Verdict {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let well_formed = name == "$default"
        || (!name.is_empty() && name.chars().count() <= LONGEST_STAGE_NAME && name.chars().all(allowed));
    refuse_if(
        !well_formed,
        "Stage name only allows a-zA-Z0-9-_, at most 128 of them, or the literal $default.",
    )
}

fn refuse_if(condition: bool, message: &str) -> Verdict {
    if condition { Err(ServiceError::bad_request(message)) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
