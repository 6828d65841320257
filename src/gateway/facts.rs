//! What is around a mapping: its API, its stage, its domain. Each fact is asked for
//! once a run.

use super::Gateway;
use super::error::{Action, CallError};
use super::patience::Attempts;
use super::shared::Shared;
use crate::names::{ApiId, DomainName, StageName};
use aws_sdk_apigatewayv2::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigatewayv2::types;

/// What kind of API an id belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A WebSocket API.
    WebSocket,
    /// An HTTP API.
    Http,
    /// A REST API, which only version 1 of the service knows.
    Rest,
}

impl Protocol {
    /// Whether it is a WebSocket API: those share no domain with any other kind.
    #[must_use]
    pub fn is_websocket(self) -> bool {
        self == Self::WebSocket
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::WebSocket => "WebSocket",
            Self::Http => "HTTP",
            Self::Rest => "REST",
        })
    }
}

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

/// Answers shared by all who ask in this run.
#[derive(Debug, Default)]
pub(super) struct Facts {
    apis: Shared<String, Option<Protocol>>,
    stages: Shared<(String, String), bool>,
    domains: Shared<DomainName, Option<DomainFacts>>,
    rules: Shared<DomainName, bool>,
}

impl Gateway {
    /// The kind of the API, or `None` when neither version of the service knows
    /// it in this account and region.
    ///
    /// # Errors
    /// When a look-up failed, so that nothing is known.
    pub async fn api(&self, id: &str) -> Result<Option<Protocol>, CallError> {
        self.facts.apis.get(&id.to_owned(), self.find_api(id)).await
    }

    /// The kind of the API, if this run has asked before.
    pub async fn api_if_asked(&self, id: &str) -> Option<Protocol> {
        self.facts.apis.known(&id.to_owned()).await.flatten()
    }

    /// Whether the API has the stage.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn has_stage(
        &self,
        api: &ApiId,
        protocol: Protocol,
        stage: &StageName,
    ) -> Result<bool, CallError> {
        let question = (api.to_string(), stage.to_string());
        self.facts.stages.get(&question, self.find_stage(api, protocol, stage)).await
    }

    /// What matters of the domain name, or `None` when it does not exist here.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn domain(&self, name: &DomainName) -> Result<Option<DomainFacts>, CallError> {
        self.facts.domains.get(name, self.find_domain(name)).await
    }

    /// Whether the domain has routing rules.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn has_routing_rules(&self, name: &DomainName) -> Result<bool, CallError> {
        self.facts.rules.get(name, self.find_routing_rules(name)).await
    }

    async fn find_api(&self, id: &str) -> Result<Option<Protocol>, CallError> {
        let answer = self.clients.v2.get_api().api_id(id).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        match found(Action::GetApi, answer)? {
            Some(api) if api.protocol_type() == Some(&types::ProtocolType::Websocket) => {
                Ok(Some(Protocol::WebSocket))
            }
            Some(_) => Ok(Some(Protocol::Http)),
            None => {
                let answer = self.clients.v1.get_rest_api().rest_api_id(id).customize();
                let answer = answer.config_override(Attempts::default().watch_v1()).send().await;
                Ok(found(Action::GetRestApi, answer)?.map(|_| Protocol::Rest))
            }
        }
    }

    async fn find_stage(
        &self,
        api: &ApiId,
        protocol: Protocol,
        stage: &StageName,
    ) -> Result<bool, CallError> {
        let (api, stage) = (api.as_str(), stage.as_str());
        if protocol == Protocol::Rest {
            let answer = self.clients.v1.get_stage().rest_api_id(api).stage_name(stage).customize();
            let answer = answer.config_override(Attempts::default().watch_v1()).send().await;
            return Ok(found(Action::GetRestApiStage, answer)?.is_some());
        }
        let answer = self.clients.v2.get_stage().api_id(api).stage_name(stage).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        Ok(found(Action::GetStage, answer)?.is_some())
    }

    async fn find_domain(&self, name: &DomainName) -> Result<Option<DomainFacts>, CallError> {
        let answer = self.clients.v2.get_domain_name().domain_name(name.as_str()).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        let domain = found(Action::GetDomainName, answer)?;
        Ok(domain.map(|domain| domain_facts(&domain)))
    }

    async fn find_routing_rules(&self, name: &DomainName) -> Result<bool, CallError> {
        let answer =
            self.clients.v2.list_routing_rules().domain_name(name.as_str()).max_results(1).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        let rules = found(Action::ListRoutingRules, answer)?;
        Ok(rules.is_some_and(|page| !page.routing_rules().is_empty()))
    }
}

/// What matters of a domain name. One that is being migrated has an edge-optimised
/// and a Regional configuration at once; it is the Regional one that holds mappings.
fn domain_facts(domain: &GetDomainNameOutput) -> DomainFacts {
    let configurations = domain.domain_name_configurations();
    let regional = configurations.iter().filter(|c| c.endpoint_type() != Some(&types::EndpointType::Edge));
    let mut policies = regional.clone().filter_map(|c| c.security_policy());
    DomainFacts {
        edge: !configurations.is_empty() && regional.count() == 0,
        tls_1_0: policies.any(|policy| *policy == types::SecurityPolicy::Tls10),
        busy: configurations
            .iter()
            .filter_map(|c| c.domain_name_status())
            .find(|status| **status != types::DomainNameStatus::Available)
            .map(|status| status.as_str().to_owned()),
        routing: match domain.routing_mode() {
            Some(types::RoutingMode::RoutingRuleOnly) => Routing::Rules,
            Some(types::RoutingMode::RoutingRuleThenApiMapping) => Routing::RulesThenMappings,
            _ => Routing::Mappings,
        },
    }
}

/// An answer, with the service's "not found" as `None`.
pub(super) fn found<T, E>(
    action: Action,
    answer: Result<T, aws_sdk_apigatewayv2::error::SdkError<E, super::HttpResponse>>,
) -> Result<Option<T>, CallError>
where
    E: aws_sdk_apigatewayv2::error::ProvideErrorMetadata + std::error::Error + 'static,
{
    match answer.map_err(|error| CallError::new(action, &error)) {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::EndpointType::{Edge, Regional};
    use types::SecurityPolicy::{Tls10, Tls12};

    fn facts(configurations: &[(types::EndpointType, types::SecurityPolicy)]) -> DomainFacts {
        let configurations = configurations.iter().cloned().map(|(endpoint, policy)| {
            types::DomainNameConfiguration::builder()
                .endpoint_type(endpoint)
                .security_policy(policy)
                .domain_name_status(types::DomainNameStatus::Available)
                .build()
        });
        let output = GetDomainNameOutput::builder();
        domain_facts(&output.set_domain_name_configurations(Some(configurations.collect())).build())
    }

    fn refused(configurations: &[(types::EndpointType, types::SecurityPolicy)]) -> (bool, bool) {
        let facts = facts(configurations);
        (facts.edge, facts.tls_1_0)
    }

    #[test]
    fn a_regional_domain_is_judged_by_its_security_policy() {
        assert_eq!(refused(&[(Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[(Regional, Tls10)]), (false, true));
        assert_eq!(refused(&[(Regional, types::SecurityPolicy::from("TLS_1_3"))]), (false, false));
    }

    #[test]
    fn a_domain_is_edge_optimised_only_without_a_regional_configuration() {
        assert_eq!(refused(&[(Edge, Tls12)]), (true, false));
        assert_eq!(refused(&[(Edge, Tls10), (Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[]), (false, false));
    }
}
