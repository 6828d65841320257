//! GetApiMappings, page by page.

use super::error::{Action, CallError};
use super::patience::Attempts;
use super::{Gateway, Mapping};
use crate::names::DomainName;

/// How large a page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// As large as version 1 of the service documents for its listings. What
    /// version 2 takes at most is not documented.
    Large,
    /// Whatever the service thinks fit; 25 was seen.
    Default,
}

const LARGE: &str = "500";

/// One page of a domain's mappings.
pub(super) struct Page {
    pub(super) mappings: Vec<Mapping>,
    /// Where the next page starts; `None` on the last.
    pub(super) next: Option<String>,
}

impl Gateway {
    /// All mappings of a domain as they are now, whatever was listed before.
    ///
    /// # Errors
    /// When any page fails; half a listing is no listing.
    pub async fn list(&self, domain: &DomainName) -> Result<Vec<Mapping>, CallError> {
        self.listings.forget(domain);
        self.all(domain).await
    }

    /// The mappings of a domain as they are now, a page at a time.
    pub fn mappings<'a>(&'a self, domain: &'a DomainName) -> Pages<'a> {
        Pages { gateway: self, domain, next: Some(None) }
    }

    /// The page at `from`, or the first.
    pub(super) async fn page(
        &self,
        domain: &DomainName,
        from: Option<&str>,
        size: Size,
    ) -> Result<Page, CallError> {
        let answer = self
            .clients
            .v2
            .get_api_mappings()
            .domain_name(domain.as_str())
            .set_next_token(from.map(str::to_owned))
            .set_max_results((size == Size::Large).then(|| LARGE.to_owned()))
            .customize()
            .config_override(Attempts::default().watch())
            .send()
            .await
            .map_err(|error| CallError::new(Action::GetApiMappings, &error))?;
        let mappings = answer.items().iter().filter_map(|item| {
            Mapping::reported(item.api_mapping_id(), item.api_mapping_key(), item.api_id(), item.stage())
        });
        Ok(Page {
            mappings: mappings.collect(),
            next: answer.next_token().filter(|token| !token.is_empty()).map(str::to_owned),
        })
    }
}

/// The mappings of a domain, a page at a time.
#[derive(Debug)]
pub struct Pages<'a> {
    gateway: &'a Gateway,
    domain: &'a DomainName,
    /// `None` after the last page; inside, where the next one starts.
    next: Option<Option<String>>,
}

impl Pages<'_> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page could not be fetched.
    pub async fn next(&mut self) -> Result<Option<Vec<Mapping>>, CallError> {
        let page = match self.next.take() {
            None => return Ok(None),
            Some(None) => self.gateway.first_page(self.domain).await?,
            Some(Some(token)) => {
                self.gateway.page(self.domain, Some(&token), self.gateway.page_size()).await?
            }
        };
        self.next = page.next.map(Some);
        Ok(Some(page.mappings))
    }
}
