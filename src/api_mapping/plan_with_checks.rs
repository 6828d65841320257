//! A plan, completed by what the checks find in the account.

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};

use super::location::{self, Location};
use super::plan;
use super::resource::ApiMapping;
use super::state::State;
use super::url::{Scheme, url};
use super::validate;
use crate::checks::{self, ChangedFields, Checked, PlannedMapping};
use crate::names::Region;

impl ApiMapping {
    /// Reports what the checks find about a plan, unless the mapping is of another account,
    /// and returns the plan with the address. `prior` is `None` for a new mapping.
    ///
    /// The address is completed in both cases: what was known in a plan must be known
    /// when Terraform repeats it.
    pub(super) async fn checked<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Option<&State<'a>>,
        planned: State<'a>,
        location: Option<&Location>,
    ) -> State<'a> {
        let Ok(session) = self.provider.session() else { return planned };
        let run = self.runs.of(&session);
        // Validation has reported what is wrong with the names.
        let names = validate::names(&mut Diagnostics::default(), &planned);
        let mapping = PlannedMapping {
            id: prior.and_then(State::mapping_id),
            key: names.key.clone(),
            api_id: names.api_id,
            stage: names.stage,
            changed: prior.map_or(ChangedFields::ALL, |prior| to_check(plan::changed(prior, &planned))),
            protocol: None,
        };
        let known = mapping.api_id.as_ref().and_then(|api| prior?.scheme(api.as_str()));
        let there = prior.and_then(|prior| location::region(prior, location));
        let there = there.unwrap_or_else(|| session.region.clone());
        let region = match &planned.region {
            Value::Unknown => None,
            Value::Null => Some(there.clone()),
            Value::Value(region) => Region::from_api(region),
        };
        let planned_in = region.map(|region| session.in_region(&region)).transpose();
        let is_in = prior.map(|_| session.in_region(&there)).transpose();
        let session_there = match (planned_in, is_in) {
            (Ok(session), Ok(_)) => session,
            (Err(why), _) | (_, Err(why)) => {
                diags.add_error(location::other_partition(AttributePath::new("region"), &why));
                return planned;
            }
        };
        let check = async {
            // Nothing can be looked up in a region that is not known.
            let Some(session) = session_there else { return Checked::default() };
            checks::check(&session, &run, names.domain.clone(), vec![mapping]).await
        };
        let confirm = location::confirm(&session, &there, location, prior.unwrap_or(&planned));
        let (here, checked) = tokio::join!(confirm, check);
        match here {
            Ok(_) => checked.findings.into_iter().for_each(|finding| {
                let path = AttributePath::new(finding.attribute);
                finding.report(diags, path);
            }),
            Err((cause, why)) => run.report_once(diags, &cause, why),
        }
        let looked_up = checked.protocols.into_iter().flatten().next().and_then(Scheme::of_kind);
        match (known.or(looked_up), names.domain, names.key) {
            (Some(scheme), Some(domain), Some(key)) if planned.url.is_unknown() => {
                State { url: Value::from(url(scheme, &domain, &key)), ..planned }
            }
            _ => planned,
        }
    }
}

/// Terraform plans a replacement a second time, as a new mapping, but shows no warnings of
/// that plan. So everything is checked in the first.
fn to_check(changed: ChangedFields) -> ChangedFields {
    if changed.domain { ChangedFields::ALL } else { changed }
}
