//! GetDomainNames, page by page.

use super::Gateway;
use super::error::{Action, CallError};
use super::patience::Attempts;
use crate::names::DomainName;

/// The account's custom domain names, a page at a time.
#[derive(Debug)]
pub struct DomainNames<'a> {
    gateway: &'a Gateway,
    /// `None` after the last page; inside, where the next one starts.
    next: Option<Option<String>>,
}

impl Gateway {
    /// The account's custom domain names, a page at a time.
    #[must_use]
    pub fn domain_names(&self) -> DomainNames<'_> {
        DomainNames { gateway: self, next: Some(None) }
    }
}

impl DomainNames<'_> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page could not be fetched.
    pub async fn next(&mut self) -> Result<Option<Vec<DomainName>>, CallError> {
        let Some(from) = self.next.take() else { return Ok(None) };
        let page = self.gateway.clients.v2.get_domain_names().set_next_token(from).customize();
        let page = page.config_override(Attempts::default().watch()).send().await;
        let page = page.map_err(|error| CallError::new(Action::GetDomainNames, &error))?;
        self.next = page.next_token().filter(|token| !token.is_empty()).map(|token| Some(token.to_owned()));
        Ok(Some(page.items().iter().filter_map(|item| DomainName::reported(item.domain_name()?)).collect()))
    }
}
