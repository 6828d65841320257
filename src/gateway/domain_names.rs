//! GetDomainNames, page by page.

use aws_sdk_apigatewayv2::operation::get_domain_names::GetDomainNamesOutput;
use aws_sdk_apigatewayv2::types;

use super::error::{Action, CallError};
use super::list_mappings::LARGE;
use super::patience::Attempts;
use super::{Gateway, RefusalKind};
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

    /// The first page, as large as the service lets it be.
    pub(super) async fn first_domain_names(&self) -> Result<Vec<types::DomainName>, CallError> {
        let page = match self.domain_names_page(Some(LARGE), None).await {
            Err(error) if error.refusal() == Some(RefusalKind::BadRequest) => {
                self.domain_names_page(None, None).await?
            }
            answer => answer?,
        };
        Ok(page.items.unwrap_or_default())
    }

    async fn domain_names_page(
        &self,
        size: Option<&str>,
        from: Option<String>,
    ) -> Result<GetDomainNamesOutput, CallError> {
        let page = self.clients.v2.get_domain_names();
        let page = page.set_max_results(size.map(str::to_owned)).set_next_token(from).customize();
        let page = page.config_override(Attempts::default().watch()).send().await;
        page.map_err(|error| CallError::new(Action::GetDomainNames, &error))
    }
}

impl DomainNames<'_> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page could not be fetched.
    pub async fn next(&mut self) -> Result<Option<Vec<DomainName>>, CallError> {
        let Some(from) = self.next.take() else { return Ok(None) };
        let page = self.gateway.domain_names_page(None, from).await?;
        self.next = page.next_token().filter(|token| !token.is_empty()).map(|token| Some(token.to_owned()));
        Ok(Some(page.items().iter().filter_map(|item| DomainName::from_api(item.domain_name()?)).collect()))
    }
}
