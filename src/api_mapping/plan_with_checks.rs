//! A plan, completed by what the checks find in the account.

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};
use tf6server::PlanPhase;

use super::location::{self, Location};
use super::plan;
use super::private_state::PrivateState;
use super::resource::ApiMapping;
use super::state::State;
use super::url::{Scheme, url};
use super::validate::{self, Names};
use crate::checks::{self, ChangedFields, Phase, PlannedMapping};
use crate::diagnostic::general;
use crate::gateway::{CallError, Failure};
use crate::names::ApiId;
use crate::provider::Session;

impl ApiMapping {
    /// Reports what the checks find about a plan, unless the mapping belongs elsewhere,
    /// and returns the plan with the address. `prior` is `None` for a new mapping;
    /// `protocol` is what the protocol says of the phase.
    pub(super) async fn checked<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Option<&State<'a>>,
        planned: State<'a>,
        location: Option<&Location>,
        protocol: &PlanPhase<PrivateState>,
    ) -> State<'a> {
        let Ok(session) = self.provider.session() else { return planned };
        let run = self.runs.of(&session);
        let phase = run.phase(protocol).await;
        // Validation has reported what is wrong with the names.
        let names = validate::names(&mut Diagnostics::default(), &planned);
        let changed = prior.map_or(ChangedFields::ALL, |prior| to_check(plan::changed(prior, &planned)));
        let known = names.api_id.as_ref().and_then(|api| prior?.scheme(api.as_str()));
        if phase == Phase::Repeated {
            let needs_scheme = known.is_none() && planned.url.is_unknown();
            let api = names.api_id.as_ref().filter(|_| needs_scheme);
            let looked_up = before_write(&session, &names, changed, api).await;
            let looked_up = looked_up.unwrap_or_else(|interrupted| {
                let detail =
                    format!("The change was not started: {}. Apply again to continue.", interrupted.failure);
                diags.add_error(general("Interrupted", detail));
                None
            });
            return with_url(planned, known.or(looked_up), &names);
        }
        if phase == Phase::Shown && changed != ChangedFields::NONE {
            run.note_planned_change().await;
        }
        let mapping = PlannedMapping {
            id: prior.and_then(State::mapping_id),
            key: names.key.clone(),
            api_id: names.api_id.clone(),
            stage: names.stage.clone(),
            changed,
            protocol: None,
        };
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
        with_url(planned, known.or(looked_up), &names)
    }
}

/// Looks up the scheme of `api`: what was known in a plan must be known when Terraform
/// repeats it. Meanwhile lists the domain, because a create begins with that.
///
/// # Errors
/// When the run is interrupted. After any other failure the scheme is not known.
async fn before_write(
    session: &Session,
    names: &Names,
    changed: ChangedFields,
    api: Option<&ApiId>,
) -> Result<Option<Scheme>, CallError> {
    let gateway = &session.gateway;
    let list = async {
        if let Some(domain) = names.domain.as_ref().filter(|_| changed.domain) {
            drop(gateway.known_mappings(domain).await);
        }
    };
    let look_up = async { Some(gateway.lookups.api(api?.as_str()).await) };
    match tokio::join!(look_up, list).0 {
        Some(Err(error)) if error.failure == Failure::Interrupted => Err(error),
        Some(Ok(Some(api))) => Ok(Scheme::of_kind(api.protocol)),
        Some(Ok(None) | Err(_)) | None => Ok(None),
    }
}

/// The plan with the address, where that is not known yet and can be.
fn with_url<'a>(planned: State<'a>, scheme: Option<Scheme>, names: &Names) -> State<'a> {
    match (scheme, &names.domain, &names.key) {
        (Some(scheme), Some(domain), Some(key)) if planned.url.is_unknown() => {
            State { url: Value::from(url(scheme, domain, key)), ..planned }
        }
        _ => planned,
    }
}

/// Terraform plans a replacement a second time, as a new mapping, but shows no warnings of
/// that plan. So everything is checked in the first.
fn to_check(changed: ChangedFields) -> ChangedFields {
    if changed.domain { ChangedFields::ALL } else { changed }
}
