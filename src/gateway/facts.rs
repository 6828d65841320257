//! What is around a mapping: its API, its stage, its domain. Each fact is asked for
//! once a run. What there is to know of domain names is in `domains`.

use super::Gateway;
use super::domains::Domains;
use super::error::{Action, CallError};
use super::patience::Attempts;
use super::shared::Shared;
use crate::names::{ApiId, DomainName, StageName};
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

/// Answers shared by all who ask in this run.
#[derive(Debug, Default)]
pub(super) struct Facts {
    apis: Shared<String, Option<Protocol>>,
    stages: Shared<(String, String), bool>,
    pub(super) domains: Domains,
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

    async fn find_routing_rules(&self, name: &DomainName) -> Result<bool, CallError> {
        let answer =
            self.clients.v2.list_routing_rules().domain_name(name.as_str()).max_results(1).customize();
        let answer = answer.config_override(Attempts::default().watch()).send().await;
        let rules = found(Action::ListRoutingRules, answer)?;
        Ok(rules.is_some_and(|page| !page.routing_rules().is_empty()))
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
