//! Words about the mapping that holds a key, for the plan that wants the key and for
//! the write that is refused it.

use crate::gateway::Mapping;
use crate::names::{DomainName, ImportId, Region};

/// Which mapping holds the key, and where that sends it.
pub fn held_by(domain: &DomainName, holder: &Mapping) -> String {
    format!(
        "On {domain}, {} is held by API mapping {}, which sends it to API {}, stage {}.",
        holder.key.described(),
        holder.id,
        holder.api_id,
        holder.stage
    )
}

/// How to manage the holder instead of creating a second mapping. `region` is theirs, where
/// it is not the provider's.
pub fn import_it(domain: &DomainName, holder: &Mapping, region: Option<&Region>) -> String {
    let id = ImportId { mapping: holder.id.clone(), domain: domain.clone(), region: region.cloned() };
    format!(
        "import it:\n\n\
         \x20 import {{\n\
         \x20   to = apigatewayv2_api_mapping.<name>\n\
         \x20   id = \"{id}\"\n\
         \x20 }}\n\n"
    )
}
