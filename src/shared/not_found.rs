//! Messages about what does not exist: what was looked for, and where.

use tf_provider::{AttributePath, Diagnostic};

use crate::diagnostic::about;
use crate::gateway::Mappings;
use crate::names::{DomainName, MappingKey};
use crate::provider::RegionalSession;

/// How many keys a message names.
const MOST_KEYS: usize = 20;

/// The error for a domain that is to have mappings and does not exist.
pub(crate) fn domain(session: &RegionalSession, domain: &DomainName) -> Diagnostic {
    let detail = format!(
        "{} If it is a private custom domain name, map the API with aws_api_gateway_base_path_mapping of \
         hashicorp/aws: it takes no API mappings.",
        no_domain(session, domain)
    );
    about(AttributePath::new("domain_name"), DOMAIN, detail)
}

/// The error for a domain that does not exist.
pub(crate) fn custom_domain(session: &RegionalSession, domain: &DomainName) -> Diagnostic {
    let detail = format!(
        "{} Private custom domain names are not found: version 2 of API Gateway does not show them.",
        no_domain(session, domain)
    );
    about(AttributePath::new("domain_name"), DOMAIN, detail)
}

const DOMAIN: &str = "Domain Name Not Found";

fn no_domain(session: &RegionalSession, domain: &DomainName) -> String {
    format!(
        "There is no custom domain name {domain} in {}. Check the name, the region, which is the provider's unless another \
         one is named, and the provider's credentials, or create it first.",
        session.place()
    )
}

/// The error for a key that is not mapped; `known` are the mappings that there are.
pub(crate) fn mapping(
    session: &RegionalSession,
    domain: &DomainName,
    key: &MappingKey,
    known: &Mappings,
) -> Diagnostic {
    let keys: Vec<String> = known.by_key().take(MOST_KEYS).map(|mapping| mapping.key.described()).collect();
    let there = match known.len() {
        0 => "It has no API mappings.".to_owned(),
        count if count > MOST_KEYS => {
            format!("It has {count} API mappings, at {} and more.", keys.join(", "))
        }
        _ => format!("It has mappings for {}.", keys.join(", ")),
    };
    let detail = format!(
        "There is no API mapping for {} on {domain} in {}. {there} Check the key, the domain name and the region, or create \
         the mapping first; where this configuration creates it, let the data source depend on it with depends_on.",
        key.described(),
        session.place()
    );
    about(AttributePath::new("api_mapping_key"), "API Mapping Not Found", detail)
}
