//! A key belongs to one mapping of a domain, and has levels only where the domain
//! and the API allow them.

use super::facts::{Facts, Holder};
use super::finding::{Finding, IF_THIS_RUN_MENDS_IT};
use super::run::Plan;
use crate::gateway::{Mapping, Protocol};
use crate::names::{DomainName, ImportId, MappingId, MappingKey};

/// Multi-level mappings that a domain may have (API Gateway quotas).
const MULTI_LEVEL_QUOTA: usize = 200;

impl Facts {
    /// Whoever holds the planned key now.
    pub(super) fn holder_of_key(&self) -> Option<&Mapping> {
        let key = self.key.as_ref().filter(|_| self.touched.key)?;
        self.others.known()?.at(key)
    }
}

/// WebSocket APIs take no key with more than one level (console text).
pub(super) fn levels_on_websocket(facts: &Facts) -> Vec<Finding> {
    let (Some(Some(Protocol::WebSocket)), Some(key), Some(api)) =
        (facts.protocol.known(), &facts.key, &facts.api_id)
    else {
        return Vec::new();
    };
    let concerned = facts.touched.key || facts.touched.api;
    if !concerned || !is_multi_level(key) {
        return Vec::new();
    }
    let detail = format!(
        "API \"{api}\" is a WebSocket API, and {} has several levels. API Gateway allows keys with \"/\" for \
         HTTP and REST APIs only. Choose a key without \"/\".",
        key.described()
    );
    vec![Finding::error("api_mapping_key", "Multi-Level Key for a WebSocket API", detail)]
}

/// A second mapping for a key is refused (recorded: 409 ConflictException). The
/// first may be one that this configuration manages and is about to let go of: a
/// resource that is replaced, tainted or renamed looks like that.
pub(super) fn held(facts: &Facts) -> Vec<Finding> {
    let (Some(holder), Some(domain)) = (facts.holder_of_key(), &facts.domain) else { return Vec::new() };
    let same = facts.is_same_target(holder);
    let (finding, what_follows): (Kind, String) = match facts.holder {
        // `planned_twice` speaks of it.
        Holder::Keeps => return Vec::new(),
        Holder::MayLeave if same => (EXISTS_ALREADY, RENAMED.to_owned()),
        Holder::MayLeave => (MAY_STILL_BE_TAKEN, RELEASED.to_owned()),
        Holder::WantsOurs => (TAKEN, SWAPPED.to_owned()),
        Holder::Unseen if same => {
            (EXISTS_ALREADY, format!("{CUT_SHORT}{}{ADD_MOVED}", adoption(holder, domain)))
        }
        Holder::Foreign if same => {
            (TAKEN, format!("{CUT_SHORT}{}{ADD_MOVED} {IF_THIS_RUN_MENDS_IT}", adoption(holder, domain)))
        }
        Holder::Foreign | Holder::Unseen => {
            (TAKEN, format!("{REFUSED}{}{OTHERWISE} {IF_THIS_RUN_MENDS_IT}", adoption(holder, domain)))
        }
    };
    let detail = format!(
        "On {domain}, {} is held by API mapping {}, which sends it to API {}, stage {}. A key belongs to one \
         mapping of a domain. {what_follows}",
        holder.key.described(),
        holder.id,
        holder.api_id,
        holder.stage
    );
    vec![finding(detail)]
}

type Kind = fn(String) -> Finding;
const TAKEN: Kind = |detail| Finding::error("api_mapping_key", "API Mapping Key Already Taken", detail);
const EXISTS_ALREADY: Kind =
    |detail| Finding::warning("api_mapping_key", "API Mapping Exists Already", detail);
const MAY_STILL_BE_TAKEN: Kind =
    |detail| Finding::warning("api_mapping_key", "API Mapping Key May Still Be Taken", detail);

const RENAMED: &str = "It is exactly what is planned here, and this configuration manages it, as when a \
    resource is replaced or was renamed. Apply works once the old one is gone, so not with create_before_destroy. \
    After a rename, a `moved` block keeps the mapping and leaves nothing to do.";
const RELEASED: &str = "This configuration manages that mapping and may release the key; then apply works if \
    Terraform changes it first, which depends_on ensures.";
const SWAPPED: &str = "This run plans to give that mapping the key which this one has now, and API Gateway \
    refuses whichever of the two changes comes first. Exchange the APIs and stages of the two mappings instead of \
    their keys, or apply with a third key in between.";
const CUT_SHORT: &str = "It is exactly what is planned here. If a run that was cut short left it, import it:";
const ADD_MOVED: &str = "If its resource was renamed, add a `moved` block instead. If it is being replaced, do \
    without create_before_destroy: the old one must go first.";
const REFUSED: &str =
    "API Gateway refuses a second one. To manage the existing mapping with this resource, import it:";
const OTHERWISE: &str = "Otherwise choose another key, or delete that mapping first.";

/// The block that brings the mapping under management, set off from the text.
fn adoption(holder: &Mapping, domain: &DomainName) -> String {
    let import = ImportId { mapping: holder.id.clone(), domain: domain.clone() };
    format!(
        "\n\n\
         \x20 import {{\n\
         \x20   to = apigatewayv2_api_mapping.<name>\n\
         \x20   id = \"{import}\"\n\
         \x20 }}\n\n"
    )
}

impl Facts {
    fn is_same_target(&self, holder: &Mapping) -> bool {
        self.api_id.as_ref().is_some_and(|api| holder.api_id == api.as_str())
            && self.stage.as_ref().is_some_and(|stage| holder.stage == stage.as_str())
    }
}

/// Two resources of one configuration with the same domain and key.
pub(super) fn planned_twice(facts: &Facts) -> Vec<Finding> {
    let (Some(key), Some(domain)) = (&facts.key, &facts.domain) else { return Vec::new() };
    let Some(other) = facts.planned.iter().find(|plan| plan.key == *key) else { return Vec::new() };
    let target = other
        .wanted
        .as_ref()
        .map_or_else(String::new, |wanted| format!(" for API {}, stage {}", wanted.api_id, wanted.stage));
    let detail = format!(
        "This run plans {} of {domain} twice: here, and in another resource{target}. A key belongs to one \
         mapping of a domain. Choose another key in one of the two, or remove it.",
        key.described()
    );
    vec![Finding::error("api_mapping_key", "API Mapping Key Planned Twice", detail)]
}

fn is_multi_level(key: &MappingKey) -> bool {
    key.as_str().contains('/')
}

/// A domain has room for 200 multi-level mappings, which can be raised on request.
pub(super) fn too_many_levels(facts: &Facts) -> Vec<Finding> {
    let (Some(key), Some(domain), Some(others)) = (&facts.key, &facts.domain, facts.others.known()) else {
        return Vec::new();
    };
    if !facts.touched.key || !is_multi_level(key) {
        return Vec::new();
    }
    let is_planned = |id: &MappingId| facts.planned.iter().any(|plan| plan.id.as_ref() == Some(id));
    let is_there = |plan: &Plan| plan.id.is_none() && others.at(&plan.key).is_some();
    let there = others.iter().filter(|other| is_multi_level(&other.key) && !is_planned(&other.id));
    let planned = facts.planned.iter().filter(|plan| is_multi_level(&plan.key) && !is_there(plan));
    let count = there.count() + planned.count() + 1;
    if count <= MULTI_LEVEL_QUOTA {
        return Vec::new();
    }
    let detail = format!(
        "With this plan, {domain} has more than {MULTI_LEVEL_QUOTA} mappings with \"/\" in their key, which is \
         the default quota of a domain. If AWS has not raised it for this account, apply will fail part of \
         the way. Ask for a higher quota, or spread the mappings over several domain names."
    );
    vec![Finding::warning("api_mapping_key", "Too Many Multi-Level Mappings", detail).once_for(domain)]
}

#[cfg(test)]
mod tests;
