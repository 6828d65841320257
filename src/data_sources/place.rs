//! Where a data source looks: a custom domain name, and the session of its region.

use std::sync::Arc;

use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostics};

use crate::checks::Runs;
use crate::diagnostic::about;
use crate::gateway::{CallError, Mappings};
use crate::names::DomainName;
use crate::provider::{ProviderState, RegionalSession};
use crate::shared::call_errors::Task;
use crate::shared::session::{in_region, session};
use crate::shared::timeouts::Operation;
use crate::shared::{not_found, values};

/// What every data source works with.
#[derive(Clone, Debug)]
pub(super) struct Places {
    provider: ProviderState,
    runs: Arc<Runs>,
}

/// A custom domain name, and the session of its region.
pub(super) struct Place {
    pub(super) domain: DomainName,
    pub(super) session: RegionalSession,
}

impl Places {
    pub(super) fn new(provider: ProviderState, runs: Arc<Runs>) -> Self {
        Self { provider, runs }
    }

    /// The place that these arguments name: the provider's region where `region` is null.
    pub(super) fn find(
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
        Some(Place { domain, session: in_region(diags, &session, &region)? })
    }
}

impl Place {
    /// All mappings of the domain name, as the run knows them.
    pub(super) async fn mappings(&self, diags: &mut Diagnostics) -> Option<Mappings> {
        let limit = Operation::READ.limit(&Value::Null);
        match self.session.gateway.table(&self.domain, limit).await {
            Ok(Some(found)) => return Some(found),
            Ok(None) => {
                self.know_account().await;
                diags.add_error(not_found::domain(&self.session, &self.domain));
            }
            Err(error) => self.not_listed(diags, &error).await,
        }
        None
    }

    /// Reports that the mappings could not be listed.
    pub(super) async fn not_listed(&self, diags: &mut Diagnostics, error: &CallError) {
        self.know_account().await;
        let what = format!("the API mappings of {}", self.domain);
        diags.add_error(Task::list(&self.session, &what).failed(error));
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
    for (attribute, _) in looked_up.iter().filter(|(_, is_null)| !is_null) {
        let detail = format!("Remove {attribute} from the configuration: it is looked up and cannot be set.");
        let path = AttributePath::new(*attribute);
        diags.add_error(about(path, "Invalid Configuration for Read-Only Attribute", detail));
    }
}

/// Whether a configuration leaves an attribute out.
pub(super) type IsNull = bool;

/// A text of the service, or null where it says nothing.
pub(super) fn text<'a>(text: Option<impl Into<String>>) -> ValueString<'a> {
    text.map_or(Value::Null, |text| Value::from(Into::<String>::into(text)))
}
