//! API Gateway as the rest of this module asks it: calls with their retries, and
//! listings page by page.

use std::time::Duration;

use futures_util::TryStreamExt;

use super::calls::Calls;
use super::pages::{self, Page, PageRequest, PageSize};
use super::rate_limit::RateLimit;
use super::retry::{Deadline, Retry};
use super::{Action, CallError, DomainFacts, Failure, GatewaySettings, Mapping};
use crate::names::{DomainName, MappingId, MappingKey};

/// How long a look-up may take that no `timeouts` block limits, retries and all. A plan waits
/// for at most three of them, one after the other.
pub(super) const LOOK_UP_LIMIT: Duration = Duration::from_secs(100);

/// The calls, and how often they are tried.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) calls: Calls,
    pub(super) retry: Retry,
    page_size: PageSize,
}

impl Service {
    pub(super) fn new(settings: &GatewaySettings<'_>) -> Self {
        let rate_limit = RateLimit::per_second(settings.requests_per_second);
        Self {
            calls: Calls::new(settings),
            retry: Retry::new(rate_limit, settings.retries.max_attempts(), settings.interrupted.clone()),
            page_size: PageSize::default(),
        }
    }

    /// The answer to a question about an API, a stage or a domain name.
    pub(super) async fn look_up<'a, T, F>(
        &'a self,
        action: Action,
        attempt: impl Fn(&'a Calls) -> F,
    ) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, Failure>> + 'a,
    {
        let deadline = Deadline::after(LOOK_UP_LIMIT);
        self.retry.call(action, deadline, || attempt(&self.calls)).await.answer
    }

    /// The mapping, or `None` when the service says that it, or its domain, does not
    /// exist.
    pub(super) async fn mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
        deadline: Deadline,
    ) -> Result<Option<Mapping>, CallError> {
        let attempt = || self.calls.get_api_mapping(domain, id);
        self.retry.call(Action::GetApiMapping, deadline, attempt).await.answer
    }

    /// The page of the domain's mappings that starts at `token`; `None` is the first.
    pub(super) async fn mappings_page(
        &self,
        domain: &DomainName,
        token: Option<String>,
        deadline: Deadline,
    ) -> Result<Page<Mapping>, CallError> {
        let fetch = |request: PageRequest| async move {
            let attempt = || self.calls.get_api_mappings(domain, request.clone());
            self.retry.call(Action::GetApiMappings, deadline, attempt).await.answer
        };
        self.page_size.fetch(token, fetch).await
    }

    /// The page of the account's custom domain names that starts at `token`.
    pub(super) async fn domain_names_page(
        &self,
        token: Option<String>,
    ) -> Result<Page<(DomainName, Option<DomainFacts>)>, CallError> {
        let fetch = |request: PageRequest| async move {
            self.look_up(Action::GetDomainNames, |calls| calls.get_domain_names(request.clone())).await
        };
        self.page_size.fetch(token, fetch).await
    }

    /// The mapping that holds `key` on `domain` now.
    pub(super) async fn holder(
        &self,
        domain: &DomainName,
        key: &MappingKey,
        deadline: Deadline,
    ) -> Result<Option<Mapping>, CallError> {
        let mut pages =
            pages::all(Action::GetApiMappings, |token| self.mappings_page(domain, token, deadline));
        while let Some(page) = pages.try_next().await? {
            if let Some(holder) = page.into_iter().find(|mapping| mapping.key == *key) {
                return Ok(Some(holder));
            }
        }
        Ok(None)
    }
}
