//! A plan, completed by what the checks find in the account.

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};

use super::location::{self, Location};
use super::plan;
use super::resource::ApiMapping;
use super::state::State;
use super::url::{Scheme, url};
use super::validate;
use crate::checks::{self, ChangedFields, Phase, PlannedMapping};

impl ApiMapping {
    /// Reports what the checks find about a plan, unless the mapping belongs elsewhere,
    /// and returns the plan with the address. `prior` is `None` for a new mapping.
    ///
    /// `is_sent_back` says whether Terraform sent back what the plan that it showed has
    /// stored. The address is completed in both cases: what was known in a plan must be known
    /// when Terraform repeats it.
    pub(super) async fn checked<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Option<&State<'a>>,
        planned: State<'a>,
        location: Option<&Location>,
        is_sent_back: bool,
    ) -> State<'a> {
        let Ok(session) = self.provider.session() else { return planned };
        let run = self.runs.of(&session);
        let phase = run.phase(is_sent_back).await;
        // Validation has reported what is wrong with the names.
        let names = validate::names(&mut Diagnostics::default(), &planned);
        let changed = prior.map_or(ChangedFields::ALL, |prior| to_check(plan::changed(prior, &planned)));
        if phase == Phase::Shown && changed != ChangedFields::NONE {
            run.note_planned_change().await;
        }
        let mapping = PlannedMapping {
            id: prior.and_then(State::mapping_id),
            key: names.key.clone(),
            api_id: names.api_id,
            stage: names.stage,
            changed,
            protocol: None,
        };
        let known = mapping.api_id.as_ref().and_then(|api| prior?.scheme(api.as_str()));
        let (here, checked) = tokio::join!(
            location::confirm(&session, location, prior.unwrap_or(&planned)),
            checks::check(&session, &run, phase, names.domain.clone(), vec![mapping]),
        );
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
