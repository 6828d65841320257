//! Listings as they are now, for a caller that takes them page by page.

use super::action::Action;
use super::mapping::Mapping;
use super::outcome::CallError;
use super::pages::{Page, Pages};
use super::retry::{Deadline, Persistence};
use super::service::{LOOK_UP_LIMIT, Service};
use crate::names::DomainName;

/// The mappings of a domain, a page at a time.
#[derive(Debug)]
pub struct MappingPages<'a> {
    service: &'a Service,
    domain: &'a DomainName,
    pages: Pages,
}

/// The account's custom domain names, a page at a time.
#[derive(Debug)]
pub struct DomainNamePages<'a> {
    service: &'a Service,
    pages: Pages,
}

impl<'a> MappingPages<'a> {
    pub(super) fn new(service: &'a Service, domain: &'a DomainName) -> Self {
        Self { service, domain, pages: Pages::default() }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page could not be fetched.
    pub async fn next(&mut self) -> Result<Option<Vec<Mapping>>, CallError> {
        if self.pages.is_complete() {
            return Ok(None);
        }
        let deadline = Deadline::after(LOOK_UP_LIMIT);
        let page = self
            .service
            .mappings_page(self.domain, self.pages.token(), deadline, Persistence::Normal)
            .await?;
        items(&mut self.pages, Action::GetApiMappings, page).map(Some)
    }
}

impl<'a> DomainNamePages<'a> {
    pub(super) fn new(service: &'a Service) -> Self {
        Self { service, pages: Pages::default() }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page could not be fetched.
    pub async fn next(&mut self) -> Result<Option<Vec<DomainName>>, CallError> {
        if self.pages.is_complete() {
            return Ok(None);
        }
        let page = self.service.domain_names_page(self.pages.token()).await?;
        let names = items(&mut self.pages, Action::GetDomainNames, page)?;
        Ok(Some(names.into_iter().map(|(name, _)| name).collect()))
    }
}

/// What is on the page, once it is noted as read.
fn items<T>(pages: &mut Pages, action: Action, page: Page<T>) -> Result<Vec<T>, CallError> {
    pages.read(&page).map_err(|failure| CallError { action, failure })?;
    Ok(page.items)
}
