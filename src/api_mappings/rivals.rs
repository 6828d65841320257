//! Resources that do not go together on one domain.

use crate::checks::{Finding, Rival};
use crate::findings::FindingName;
use crate::names::DomainName;

/// The finding about a table beside something else.
pub(super) fn of_table(domain: &DomainName, rival: Rival) -> Finding {
    let (name, detail) = match rival {
        Rival::Table => (
            FindingName::TwoTables,
            format!(
                "This configuration plans two tables of API mappings for {domain}: here, and in another resource. Put all \
                 of its mappings into one: a table holds all mappings of its domain name, so each would remove the mappings of \
                 the other."
            ),
        ),
        Rival::TableThatGoes => (
            FindingName::TwoTables,
            format!(
                "This configuration plans a table of API mappings for {domain}, and destroys another one of it. Nothing \
                 orders the two, and the mappings of both would go. If the resource was renamed, add a `moved` block, \
                 which keeps them. Otherwise destroy the one in a run of its own, or let a `removed` block with `destroy \
                 = false` take its place."
            ),
        ),
        Rival::SingleMapping => (
            FindingName::TableBesideMapping,
            format!(
                "This configuration plans a table of API mappings for {domain}, and an apigatewayv2_api_mapping on the \
                 same domain name. Put that mapping into the table, and let a `removed` block with `destroy = false` \
                 take the place of its resource: a table holds all mappings of its domain name, so it would remove the mapping."
            ),
        ),
    };
    Finding::of_table(name, "domain_name", domain, detail)
}
