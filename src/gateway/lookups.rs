//! The API, stage and domain name that a mapping names. Each is looked up once a
//! run, and a failure is the answer for the rest of it.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::OnceCell;

use super::once::Once;
use super::service::Service;
use super::{Action, ApiFacts, CallError, CustomDomain, DomainFacts};
use crate::names::{ApiId, DomainName, StageName};

/// The APIs, stages and domain names, as far as they have been looked up.
#[derive(Debug)]
pub struct Lookups {
    service: Arc<Service>,
    /// WebSocket and HTTP APIs.
    v2_apis: Once<String, Option<ApiFacts>>,
    /// APIs of every kind.
    apis: Once<String, Option<ApiFacts>>,
    stages: Once<(String, String), bool>,
    domains: Once<DomainName, Option<DomainFacts>>,
    /// Domain names that were asked for by their name.
    custom_domains: Once<DomainName, Option<Arc<CustomDomain>>>,
    /// The first page of the account's domain names; empty when it could not be had.
    listed_domains: OnceCell<HashMap<DomainName, DomainFacts>>,
    routing_rules: Once<DomainName, bool>,
}

impl Lookups {
    pub(super) fn new(service: Arc<Service>) -> Self {
        Self {
            service,
            v2_apis: Once::default(),
            apis: Once::default(),
            stages: Once::default(),
            domains: Once::default(),
            custom_domains: Once::default(),
            listed_domains: OnceCell::new(),
            routing_rules: Once::default(),
        }
    }

    /// What matters of the API, or `None` when neither version of the service knows it in
    /// this account and region. Credentials that may read REST APIs alone are enough for
    /// one of those.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn api(&self, id: &str) -> Result<Option<ApiFacts>, CallError> {
        let find = async {
            let denied = match self.v2_api(id).await {
                Ok(None) => None,
                Err(denied) if denied.is_denied() => Some(denied),
                answer => return answer,
            };
            let rest_api = self.service.look_up(Action::GetRestApi, |calls| calls.get_rest_api(id)).await;
            match (denied, rest_api) {
                (Some(denied), Ok(None) | Err(_)) => Err(denied),
                (_, rest_api) => rest_api,
            }
        };
        // The futures of the SDK are too large for the stack when several are nested.
        self.apis.get(id.to_owned(), Box::pin(find)).await
    }

    /// What matters of the API, if it has been looked up.
    pub fn known_api(&self, id: &str) -> Option<ApiFacts> {
        self.apis.known(id).flatten()
    }

    async fn v2_api(&self, id: &str) -> Result<Option<ApiFacts>, CallError> {
        let find = self.service.look_up(Action::GetApi, |calls| calls.get_api(id));
        self.v2_apis.get(id.to_owned(), find).await
    }

    /// Whether the API has the stage. Asked for together with the API, and once more for
    /// a REST API, which version 2 does not know or the credentials may not read there.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn has_stage(&self, api: &ApiId, stage: &StageName) -> Result<bool, CallError> {
        let find = async {
            let v2_stage = self.service.look_up(Action::GetStage, |calls| calls.has_stage(api, stage));
            let (v2_api, v2_stage) = tokio::join!(self.v2_api(api.as_str()), v2_stage);
            let denied = match v2_api {
                Ok(Some(_)) => return v2_stage,
                Ok(None) => None,
                Err(denied) if denied.is_denied() => Some(denied),
                Err(error) => return Err(error),
            };
            let action = Action::GetRestApiStage;
            let rest_stage = self.service.look_up(action, |calls| calls.has_rest_api_stage(api, stage)).await;
            match (denied, rest_stage) {
                (Some(denied), Ok(false) | Err(_)) => Err(denied),
                (_, rest_stage) => rest_stage,
            }
        };
        self.stages.get((api.to_string(), stage.to_string()), Box::pin(find)).await
    }

    /// What matters of the domain name, or `None` when it does not exist. It is taken
    /// from the first page of the account's domain names; one that is not there, or that
    /// this run asks for by its name anyway, from the domain name itself.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn domain(&self, name: &DomainName) -> Result<Option<DomainFacts>, CallError> {
        let find = async {
            if !self.custom_domains.is_asked(name)
                && let Some(facts) = self.listed_domains().await.get(name)
            {
                return Ok(Some(facts.clone()));
            }
            Ok(self.custom_domain(name).await?.map(|domain| domain.facts.clone()))
        };
        self.domains.get(name.clone(), Box::pin(find)).await
    }

    /// All that the service shows of the domain name, or `None` when it does not exist. Listings
    /// of domain names are not used: that their items have every field is not on record.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn custom_domain(&self, name: &DomainName) -> Result<Option<Arc<CustomDomain>>, CallError> {
        self.custom_domains.get(name.clone(), self.custom_domain_now(name)).await
    }

    /// The same, asked for anew.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn custom_domain_now(&self, name: &DomainName) -> Result<Option<Arc<CustomDomain>>, CallError> {
        let found = self.service.look_up(Action::GetDomainName, |calls| calls.get_domain_name(name)).await;
        Ok(found?.map(Arc::new))
    }

    async fn listed_domains(&self) -> &HashMap<DomainName, DomainFacts> {
        let list = async {
            match self.service.domain_names_page(None).await {
                Ok(page) => page.items.into_iter().filter_map(|(name, facts)| Some((name, facts?))).collect(),
                Err(_) => HashMap::new(),
            }
        };
        self.listed_domains.get_or_init(|| list).await
    }

    /// Whether the domain has routing rules.
    ///
    /// # Errors
    /// When the look-up failed.
    pub async fn has_routing_rules(&self, name: &DomainName) -> Result<bool, CallError> {
        let find = self.service.look_up(Action::ListRoutingRules, |calls| calls.has_routing_rules(name));
        self.routing_rules.get(name.clone(), find).await
    }
}
