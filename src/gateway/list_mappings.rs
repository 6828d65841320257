//! GetApiMappings, page by page.

use std::sync::atomic::Ordering;

use super::error::{Action, CallError};
use super::patience::Attempts;
use super::{Gateway, Mapping, RefusalKind};
use crate::names::{DomainName, MappingKey};

/// How large a page to ask for: as large as version 1 of the service documents for
/// its listings. What version 2 takes at most is not documented, and where it
/// refuses this, it may choose the size itself; 25 was seen.
pub(super) const LARGE: &str = "500";

/// One page of a domain's mappings.
pub(super) struct Page {
    pub(super) mappings: Vec<Mapping>,
    /// Where the next page starts; `None` on the last.
    pub(super) next: Option<String>,
}

impl Gateway {
    /// The mappings of a domain as they are now, a page at a time.
    pub fn mappings<'a>(&'a self, domain: &'a DomainName) -> Pages<'a> {
        Pages { gateway: self, domain, next: Some(None) }
    }

    /// Whoever holds `key` on `domain` now, asked of the service with persistence.
    pub(super) async fn holder(
        &self,
        domain: &DomainName,
        key: &MappingKey,
    ) -> Result<Option<Mapping>, CallError> {
        let mut from = None;
        loop {
            let page = self.page(domain, from.as_deref(), &Attempts::persistent()).await?;
            if let Some(holder) = page.mappings.into_iter().find(|mapping| mapping.key == *key) {
                return Ok(Some(holder));
            }
            if page.next.is_none() || page.next == from {
                return Ok(None);
            }
            from = page.next;
        }
    }

    /// The page at `from`, or the first, as large as the service lets it be.
    pub(super) async fn page(
        &self,
        domain: &DomainName,
        from: Option<&str>,
        attempts: &Attempts,
    ) -> Result<Page, CallError> {
        if self.listings.small_pages.load(Ordering::Relaxed) {
            return self.page_of(None, domain, from, attempts).await;
        }
        match self.page_of(Some(LARGE), domain, from, attempts).await {
            Err(error) if error.refusal() == Some(RefusalKind::BadRequest) => {
                let smaller = self.page_of(None, domain, from, attempts).await;
                // If the domain cannot be listed at all, the size is not to blame.
                if smaller.is_ok() {
                    self.listings.small_pages.store(true, Ordering::Relaxed);
                }
                smaller
            }
            answer => answer,
        }
    }

    async fn page_of(
        &self,
        size: Option<&str>,
        domain: &DomainName,
        from: Option<&str>,
        attempts: &Attempts,
    ) -> Result<Page, CallError> {
        let answer = self
            .clients
            .v2
            .get_api_mappings()
            .domain_name(domain.as_str())
            .set_next_token(from.map(str::to_owned))
            .set_max_results(size.map(str::to_owned))
            .customize()
            .config_override(attempts.watch())
            .send()
            .await
            .map_err(|error| CallError::new(Action::GetApiMappings, &error))?;
        let mappings = answer.items().iter().filter_map(|item| {
            Mapping::from_api(item.api_mapping_id(), item.api_mapping_key(), item.api_id(), item.stage())
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
            Some(from) => self.gateway.page(self.domain, from.as_deref(), &Attempts::default()).await?,
        };
        self.next = page.next.map(Some);
        Ok(Some(page.mappings))
    }
}
