//! Messages about resources that do not go together on one domain.

use tf_provider::{AttributePath, Diagnostic};

use crate::checks::Rival;
use crate::diagnostic::about;
use crate::names::DomainName;

/// The error for a table beside something else.
pub(super) fn of_table(domain: &DomainName, rival: Rival) -> Diagnostic {
    let (summary, detail) = match rival {
        Rival::Table => (
            "Two Tables on One Domain Name",
            format!(
                "This configuration plans two tables of API mappings for {domain}: here, and in another resource. Put all \
                 of its mappings into one: a table is all that its domain has, so each would remove the mappings of \
                 the other."
            ),
        ),
        Rival::SingleMapping => (
            "Table Beside a Single API Mapping",
            format!(
                "This configuration plans a table of API mappings for {domain}, and an apigatewayv2_api_mapping on the \
                 same domain name. Put that mapping into the table, and let a `removed` block with `destroy = false` \
                 take the place of its resource: a table is all that its domain has, so it would remove the mapping."
            ),
        ),
    };
    about(AttributePath::new("domain_name"), summary, detail)
}
