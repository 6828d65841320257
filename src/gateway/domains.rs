//! What there is to know of custom domain names.
//!
//! One or two are asked for by name. Whoever plans for a third plans for many: from
//! then on the account's domain names are listed, in one call for up to five hundred,
//! and only what is not on that page is asked for by name. So "there is no such
//! domain name" is always the answer to a question about that one. The items of the
//! listing have the fields of the single answer (the service's own model).

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_apigatewayv2::types::{
    DomainNameConfiguration, DomainNameStatus, EndpointType, RoutingMode, SecurityPolicy,
};
use tokio::sync::OnceCell;

use super::Gateway;
use super::error::{Action, CallError};
use super::facts::found;
use super::patience::Attempts;
use super::shared::Shared;
use crate::names::DomainName;

/// How many domain names are asked for one by one.
const FEW: usize = 2;

/// What matters of a custom domain name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainFacts {
    /// Edge-optimised, served through CloudFront.
    pub edge: bool,
    /// Accepts TLS 1.0.
    pub tls_1_0: bool,
    /// The status of its configuration, when it is not `AVAILABLE`.
    pub busy: Option<String>,
    /// How requests find their API.
    pub routing: Routing,
}

/// How requests to a domain find their API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routing {
    /// By mappings alone, or by a mode that this provider does not know.
    Mappings,
    /// By rules alone.
    Rules,
    /// By rules first, then by mappings.
    RulesThenMappings,
}

/// What was found out in this run.
#[derive(Debug, Default)]
pub(super) struct Domains {
    answers: Shared<DomainName, Option<DomainFacts>>,
    asked: AtomicUsize,
    /// A page of the account's domain names; empty when it could not be had.
    listed: OnceCell<HashMap<DomainName, DomainFacts>>,
}

impl Gateway {
    /// What matters of the domain name, or `None` when it does not exist here.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn domain(&self, name: &DomainName) -> Result<Option<DomainFacts>, CallError> {
        self.facts.domains.answers.get(name, self.find_domain(name)).await
    }

    async fn find_domain(&self, name: &DomainName) -> Result<Option<DomainFacts>, CallError> {
        if self.facts.domains.asked.fetch_add(1, Ordering::Relaxed) >= FEW
            && let Some(domain) = self.listed_domains().await.get(name)
        {
            return Ok(Some(domain.clone()));
        }
        let answer = self.clients.v2.get_domain_name().domain_name(name.as_str()).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        let domain = found(Action::GetDomainName, answer)?;
        Ok(domain.map(|domain| DomainFacts::of(domain.domain_name_configurations(), domain.routing_mode())))
    }

    /// The first page of the account's domain names. Whoever may not list them, or
    /// gets no answer, asks for each.
    async fn listed_domains(&self) -> &HashMap<DomainName, DomainFacts> {
        let list = async {
            let page = self.first_domain_names().await.unwrap_or_default();
            let facts = page.into_iter().filter_map(|domain| {
                let name = DomainName::from_api(domain.domain_name()?)?;
                Some((name, DomainFacts::of(domain.domain_name_configurations(), domain.routing_mode())))
            });
            facts.collect()
        };
        self.facts.domains.listed.get_or_init(|| list).await
    }
}

impl DomainFacts {
    /// What matters of these settings. A domain name that is being migrated has an
    /// edge-optimised and a Regional configuration at once; it is the Regional one
    /// that holds mappings.
    fn of(configurations: &[DomainNameConfiguration], routing: Option<&RoutingMode>) -> Self {
        let regional = configurations.iter().filter(|c| c.endpoint_type() != Some(&EndpointType::Edge));
        let mut policies = regional.clone().filter_map(|c| c.security_policy());
        Self {
            edge: !configurations.is_empty() && regional.count() == 0,
            tls_1_0: policies.any(|policy| *policy == SecurityPolicy::Tls10),
            busy: configurations
                .iter()
                .filter_map(|c| c.domain_name_status())
                .find(|status| **status != DomainNameStatus::Available)
                .map(|status| status.as_str().to_owned()),
            routing: match routing {
                Some(RoutingMode::RoutingRuleOnly) => Routing::Rules,
                Some(RoutingMode::RoutingRuleThenApiMapping) => Routing::RulesThenMappings,
                _ => Routing::Mappings,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EndpointType::{Edge, Regional};
    use SecurityPolicy::{Tls10, Tls12};

    fn refused(configurations: &[(EndpointType, SecurityPolicy)]) -> (bool, bool) {
        let configurations: Vec<_> = configurations
            .iter()
            .cloned()
            .map(|(endpoint, policy)| {
                DomainNameConfiguration::builder()
                    .endpoint_type(endpoint)
                    .security_policy(policy)
                    .domain_name_status(DomainNameStatus::Available)
                    .build()
            })
            .collect();
        let facts = DomainFacts::of(&configurations, None);
        (facts.edge, facts.tls_1_0)
    }

    #[test]
    fn a_regional_domain_is_judged_by_its_security_policy() {
        assert_eq!(refused(&[(Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[(Regional, Tls10)]), (false, true));
        assert_eq!(refused(&[(Regional, SecurityPolicy::from("TLS_1_3"))]), (false, false));
    }

    #[test]
    fn a_domain_is_edge_optimised_only_without_a_regional_configuration() {
        assert_eq!(refused(&[(Edge, Tls12)]), (true, false));
        assert_eq!(refused(&[(Edge, Tls10), (Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[]), (false, false));
    }
}
