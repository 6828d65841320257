//! API Gateway in one account and region.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{TryStream, TryStreamExt};

use super::call_error::unexpected;
use super::once::Once;
use super::retry::Deadline;
use super::service::{LOOK_UP_LIMIT, Service};
use super::shared_listings::SharedListings;
use super::write::Write;
use super::writes::Writes;
use super::{
    Action, CallError, DomainFacts, GatewaySettings, Lookups, Mapping, MappingSpec, MappingUpdate, Mappings,
    WriteError, pages,
};
use crate::names::{DomainName, MappingId, MappingKey, Region};

/// API Gateway in one account and region.
#[derive(Debug)]
pub struct Gateway {
    region: Region,
    service: Arc<Service>,
    listings: Arc<SharedListings>,
    writes: Writes,
    /// The APIs, stages and domain names that mappings name.
    pub lookups: Lookups,
    /// The domains that have been listed for the checks of plan.
    listed: Once<DomainName, ()>,
    requests_per_second: NonZeroU32,
}

/// The calls a second that API Gateway allows an account in a region (API Gateway quotas).
const QUOTA: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

impl Gateway {
    /// A gateway to a region with these settings.
    pub fn new(settings: &GatewaySettings, region: &Region) -> Self {
        let service = Arc::new(Service::new(settings, region));
        let listings = Arc::new(SharedListings::new(service.clone()));
        Self {
            region: region.clone(),
            writes: Writes::new(service.clone(), listings.clone()),
            lookups: Lookups::new(service.clone()),
            listed: Once::default(),
            requests_per_second: settings.requests_per_second.unwrap_or(QUOTA),
            listings,
            service,
        }
    }

    /// The region that is called.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The address that is called for `action`: scheme, host and port.
    pub fn address(&self, action: Action) -> &str {
        self.service.calls.address(action).unwrap_or("the endpoint")
    }

    /// Reads a mapping, within `limit`; `None` when the service says that it, or its
    /// domain, does not exist. All reads of a domain share one listing.
    ///
    /// # Errors
    /// When there is no such answer; the mapping may well exist.
    pub async fn read(
        &self,
        domain: &DomainName,
        id: &MappingId,
        limit: Duration,
    ) -> Result<Option<Mapping>, CallError> {
        self.listings.mapping(domain, id, Deadline::after(limit)).await
    }

    /// The mapping that held `key` on `domain` before this process wrote anything, within
    /// `limit`; `None` when two listings do not have it, or there is no such domain.
    ///
    /// # Errors
    /// When there is no such answer; the mapping may well exist.
    pub async fn holder(
        &self,
        domain: &DomainName,
        key: &MappingKey,
        limit: Duration,
    ) -> Result<Option<Mapping>, CallError> {
        self.listings.holder(domain, key, Deadline::after(limit)).await
    }

    /// All mappings of `domain`: as listed once a run, with the writes of this process
    /// since.
    ///
    /// # Errors
    /// When the domain could not be listed; the same error for the rest of the run.
    pub async fn known_mappings(&self, domain: &DomainName) -> Result<Mappings, CallError> {
        let list = || self.listings.all(domain, Deadline::after(LOOK_UP_LIMIT));
        self.listed.get(domain.clone(), async { list().await.map(drop) }).await?;
        list().await
    }

    /// All mappings of `domain`, within `limit`: as listed once, with the writes of this
    /// process since; `None` when the service says that there is no such domain.
    ///
    /// # Errors
    /// When there is no such answer.
    pub async fn table(&self, domain: &DomainName, limit: Duration) -> Result<Option<Mappings>, CallError> {
        let all = self.listings.all(domain, Deadline::after(limit)).await?;
        Ok((!self.listings.cache(domain, |cache| cache.is_gone())).then_some(all))
    }

    /// All mappings of `domain` as they are now, with the writes of this process, within `limit`;
    /// `None` when the service says that there is no such domain.
    ///
    /// # Errors
    /// When there is no such answer.
    pub async fn table_now(
        &self,
        domain: &DomainName,
        limit: Duration,
    ) -> Result<Option<Mappings>, CallError> {
        self.listings.now(domain, Deadline::after(limit)).await
    }

    /// The mappings of `domain` as they are now, also after the run was interrupted: for
    /// finding out what writes have done.
    ///
    /// # Errors
    /// When they could not be listed.
    pub async fn mappings_after_writes(&self, domain: &DomainName) -> Result<Mappings, CallError> {
        let deadline = Deadline::after(LOOK_UP_LIMIT).persistent();
        let pages =
            pages::all(Action::GetApiMappings, |token| self.service.mappings_page(domain, token, deadline));
        let pages = pages.try_collect::<Vec<_>>();
        let pages = deadline.wait(Action::GetApiMappings, pages).await?;
        Ok(pages.into_iter().flatten().collect())
    }

    /// How long so many calls take at the rate that the settings allow, or else the quota.
    pub fn time_for(&self, calls: usize) -> Duration {
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        Duration::from_secs(calls.into()) / self.requests_per_second.min(QUOTA).get()
    }

    /// Creates a mapping on `domain`, trying for at most `limit`.
    ///
    /// The domain is listed before, unless it has been. When an answer is lost, or a
    /// retry then meets a duplicate, the mapping that holds the key is this call's own if
    /// it is what was asked for, was absent before, and is not the work of another call
    /// of this process. Where the key is held, it is waited for while other writes of this
    /// process on the domain may free it.
    ///
    /// # Errors
    /// See [`WriteError`]. What the create left behind, the error names.
    pub async fn create(
        &self,
        domain: &DomainName,
        spec: &MappingSpec,
        limit: Duration,
    ) -> Result<Mapping, WriteError> {
        let created = self.writes.carry_out(domain, Write::Create(spec.clone()), limit).await?;
        created.ok_or_else(|| without_mapping(Action::CreateApiMapping))
    }

    /// Changes the mapping `id` on `domain` in place, trying for at most `limit`. A key that is
    /// held is waited for, as by [`Gateway::create`].
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn update(
        &self,
        domain: &DomainName,
        id: &MappingId,
        update: &MappingUpdate,
        limit: Duration,
    ) -> Result<Mapping, WriteError> {
        let write = Write::Update(id.clone(), update.clone());
        let updated = self.writes.carry_out(domain, write, limit).await?;
        updated.ok_or_else(|| without_mapping(Action::UpdateApiMapping))
    }

    /// Deletes the mapping, trying for at most `limit`. One that does not exist, or
    /// whose domain does not exist, is deleted already.
    ///
    /// # Errors
    /// When the mapping still exists, or that could not be found out.
    pub async fn delete(
        &self,
        domain: &DomainName,
        id: &MappingId,
        limit: Duration,
    ) -> Result<(), WriteError> {
        self.writes.carry_out(domain, Write::Delete(id.clone()), limit).await.map(drop)
    }

    /// Whether this process has written the mapping of `domain`, and has left it its key.
    pub fn has_given_key(&self, domain: &DomainName, mapping: &Mapping) -> bool {
        self.listings.cache(domain, |cache| cache.has_given(&mapping.id, &mapping.key))
    }

    /// How many mappings of `domain` this process has created, changed or deleted.
    pub fn writes_done(&self, domain: &DomainName) -> usize {
        self.writes.done(domain)
    }

    /// The mappings of `domain` as they are now, a page at a time.
    pub fn mappings<'a>(
        &'a self,
        domain: &'a DomainName,
    ) -> impl TryStream<Ok = Vec<Mapping>, Error = CallError> + Unpin + 'a {
        pages::all(Action::GetApiMappings, |token| {
            self.service.mappings_page(domain, token, Deadline::after(LOOK_UP_LIMIT))
        })
    }

    /// The account's custom domain names, a page at a time.
    pub fn domain_names(&self) -> impl TryStream<Ok = Vec<DomainName>, Error = CallError> + Unpin + '_ {
        let pages = pages::all(Action::GetDomainNames, |token| self.service.domain_names_page(token));
        pages.map_ok(|page| page.into_iter().map(|(name, _)| name).collect())
    }

    /// The account's custom domain names that can have mappings, a page at a time.
    pub fn domain_names_for_mappings(
        &self,
    ) -> impl TryStream<Ok = Vec<DomainName>, Error = CallError> + Unpin + '_ {
        let pages = pages::all(Action::GetDomainNames, |token| self.service.domain_names_page(token));
        let can = |facts: Option<DomainFacts>| facts.is_none_or(|domain| !domain.edge && !domain.tls_1_0);
        pages.map_ok(move |page| {
            page.into_iter().filter_map(|(name, facts)| can(facts).then_some(name)).collect()
        })
    }
}

/// A write that ended well without saying what there is now.
fn without_mapping(action: Action) -> WriteError {
    WriteError::Failed(CallError { action, failure: unexpected("it holds no mapping") })
}
