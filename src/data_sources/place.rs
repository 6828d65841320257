//! Where a data source looks: a custom domain name, and the session of its region.

use std::sync::Arc;

use tf_provider::Diagnostics;
use tf_provider::value::{Value, ValueString};
use tf6server::PlanPhase;

use crate::checks::{Phase, Runs};
use crate::gateway::{CallError, Mappings};
use crate::names::DomainName;
use crate::provider::{ProviderState, RegionalSession};
use crate::shared::call_errors::Task;
use crate::shared::not_found;
use crate::shared::session::{in_region, session};
use crate::shared::timeouts::Operation;
use crate::shared::values::{self, IsNull};

/// What every data source works with.
#[derive(Clone, Debug)]
pub struct Places {
    provider: ProviderState,
    runs: Arc<Runs>,
}

/// A custom domain name, and the session of its region.
pub(super) struct Place {
    pub(super) domain: DomainName,
    pub(super) session: RegionalSession,
    /// Whether it is read in an apply, where what it depends on may have changed what this
    /// process knows.
    pub(super) is_in_apply: bool,
}

impl Places {
    /// Places that can be found once `provider` is configured.
    pub fn new(provider: ProviderState, runs: Arc<Runs>) -> Self {
        Self { provider, runs }
    }

    /// The place that these arguments name: the provider's region where `region` is null.
    pub(super) async fn find(
        &self,
        diags: &mut Diagnostics,
        domain_name: &ValueString<'_>,
        region: &ValueString<'_>,
    ) -> Option<Place> {
        self.runs.note_call();
        let domain = values::domain(diags, domain_name);
        let named_region = if region.is_null() { None } else { Some(values::region(diags, region)?) };
        let domain = domain?;
        let session = session(&self.provider, diags)?;
        let region = named_region.unwrap_or_else(|| session.region.clone());
        let phase = self.runs.of(&session).phase::<()>(&PlanPhase::Unknown).await;
        let session = in_region(diags, &session, &region)?;
        Some(Place { domain, session, is_in_apply: phase == Phase::Repeated })
    }
}

impl Place {
    /// All mappings of the domain name: in a plan as the run has listed them.
    pub(super) async fn mappings(&self, diags: &mut Diagnostics) -> Option<Mappings> {
        if self.is_in_apply {
            return self.mappings_now(diags).await;
        }
        let found = self.session.gateway.table(&self.domain, Operation::READ.limit(&Value::Null)).await;
        self.listed(diags, found).await
    }

    /// All mappings of the domain name, listed anew.
    pub(super) async fn mappings_now(&self, diags: &mut Diagnostics) -> Option<Mappings> {
        let found = self.session.gateway.table_now(&self.domain, Operation::READ.limit(&Value::Null)).await;
        self.listed(diags, found).await
    }

    async fn listed(
        &self,
        diags: &mut Diagnostics,
        found: Result<Option<Mappings>, CallError>,
    ) -> Option<Mappings> {
        if let Ok(Some(found)) = found {
            return Some(found);
        }
        self.know_account().await;
        diags.add_error(match found {
            Err(error) => {
                let what = format!("the API mappings of {}", self.domain);
                Task::list(&self.session, &what).failed(&error)
            }
            Ok(_) => not_found::domain(&self.session, &self.domain),
        });
        None
    }

    /// Waits for the account, which is part of the place in messages. A failure is ignored: the
    /// message then names no account.
    pub(super) async fn know_account(&self) {
        let _ = self.session.account().await;
    }
}

/// Reports arguments that are wrong, and attributes that are set although they are looked up.
pub(super) fn validate(
    diags: &mut Diagnostics,
    domain_name: &ValueString<'_>,
    region: &ValueString<'_>,
    looked_up: &[(&'static str, IsNull)],
) {
    values::domain(diags, domain_name);
    values::region(diags, region);
    values::read_only(diags, looked_up, "it is looked up and cannot be set.");
}

/// A text of the service, or null where it says nothing.
pub(super) fn text<'a>(text: Option<impl Into<String>>) -> ValueString<'a> {
    text.map_or(Value::Null, |text| Value::from(Into::<String>::into(text)))
}
