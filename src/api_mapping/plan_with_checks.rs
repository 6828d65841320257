//! A plan, completed by what the checks find in the account.

use std::sync::Arc;

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};
use tf6server::PlanPhase;

use super::plan;
use super::resource::ApiMapping;
use super::second_address;
use super::state::State;
use super::validate::{self, Names};
use crate::checks::{self, ChangedFields, Checked, Finding, Phase, PlannedMapping};
use crate::diagnostic::general;
use crate::findings::FindingName;
use crate::gateway::{CallError, Failure};
use crate::names::{ApiId, DomainName, Region};
use crate::provider::{RegionalSession, Session, UnusableRegion};
use crate::shared::location::{self, Location};
use crate::shared::private_state::PrivateState;
use crate::shared::url::{Scheme, url};

impl ApiMapping {
    /// Reports what the checks find about a plan, unless the mapping is of another account or
    /// the provider cannot work in a region, and returns the plan with the address. `prior` is
    /// `None` for a new mapping; `protocol` is what the protocol says of the phase.
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
        let there = prior.and_then(|prior| location::region(&prior.region, location));
        let there = there.unwrap_or_else(|| session.region.clone());
        let planned_in = planned_in(&session, prior, &planned, &there);
        if phase == Phase::Repeated {
            let needs_scheme = known.is_none() && planned.url.is_unknown();
            let api = names.api_id.as_ref().filter(|_| needs_scheme);
            // The write says what is wrong with the region or the account.
            let planned_in = planned_in.ok().flatten();
            let looked_up = before_write(planned_in.as_ref(), &names, changed, api).await;
            let looked_up = looked_up.unwrap_or_else(|interrupted| {
                let detail =
                    format!("The change was not started: {}. Apply again to continue.", interrupted.failure);
                diags.add_error(general("Interrupted", detail));
                None
            });
            return with_url(planned, known.or(looked_up), &names);
        }
        let planned_in = match planned_in {
            Ok(planned_in) => planned_in,
            Err(why) => {
                diags.add_error(location::unusable_region(AttributePath::new("region"), &why));
                return planned;
            }
        };
        let mapping = PlannedMapping {
            id: prior.and_then(State::mapping_id),
            key: names.key.clone(),
            api_id: names.api_id.clone(),
            stage: names.stage.clone(),
            changed,
            protocol: None,
        };
        let check = async {
            let Some(session) = &planned_in else { return Checked::default() };
            checks::check(session, &run, phase, names.domain.clone(), vec![mapping]).await
        };
        let called = prior.unwrap_or(&planned).called();
        let confirm = location::confirm(&session, &there, location, &called);
        let (here, checked) = tokio::join!(confirm, check);
        match here {
            Ok(_) => {
                let rivalry = planned_in.as_ref().zip(names.domain.as_ref()).and_then(|(session, domain)| {
                    let is_change = changed != ChangedFields::NONE;
                    let rivalry = run.note_single_mapping(session.region(), domain, is_change)?;
                    checks::report_rivalry(session, &run, phase, beside_a_table(domain), rivalry)
                });
                checked.findings.into_iter().chain(rivalry).for_each(|reported| {
                    let path = AttributePath::new(reported.finding.attribute);
                    reported.report(diags, path);
                });
                if let Some((session, prior)) = planned_in.as_ref().zip(prior) {
                    second_address::check(diags, session, &run, phase, prior);
                }
            }
            Err((cause, why)) => run.report_once(diags, &cause, why),
        }
        if phase == Phase::Shown && changed != ChangedFields::NONE && diags.errors.is_empty() {
            run.note_planned_change().await;
        }
        let looked_up = checked.protocols.into_iter().flatten().next().and_then(Scheme::of_kind);
        with_url(planned, known.or(looked_up), &names)
    }
}

/// The finding about a mapping on a domain of which this run plans the whole table.
fn beside_a_table(domain: &DomainName) -> Finding {
    let detail = format!(
        "This configuration plans an apigatewayv2_api_mappings for {domain}, which holds all mappings of its domain name and would \
         remove this mapping. Put the mapping into that table, and let a `removed` block with `destroy = false` take the \
         place of this resource."
    );
    Finding::of_table(FindingName::TableBesideMapping, "domain_name", domain, detail)
}

/// The session in the region of the plan; `None` while that is not known, where nothing can be
/// looked up. The mapping is in the region `there`, or is going to be made.
///
/// # Errors
/// The provider cannot work in one of the two regions.
fn planned_in(
    session: &Arc<Session>,
    prior: Option<&State<'_>>,
    planned: &State<'_>,
    there: &Region,
) -> Result<Option<RegionalSession>, UnusableRegion> {
    let region = match &planned.region {
        Value::Unknown => None,
        Value::Null => Some(there.clone()),
        Value::Value(region) => Region::from_api(region),
    };
    let planned_in = region.map(|region| session.in_region(&region)).transpose()?;
    if prior.is_some() {
        session.in_region(there)?;
    }
    Ok(planned_in)
}

/// Looks up the scheme of `api` in the region of the plan: what was known in a plan must be
/// known when Terraform repeats it. Meanwhile lists the domain, because a create begins with
/// that.
///
/// # Errors
/// When the run is interrupted. After any other failure the scheme is not known.
async fn before_write(
    planned_in: Option<&RegionalSession>,
    names: &Names,
    changed: ChangedFields,
    api: Option<&ApiId>,
) -> Result<Option<Scheme>, CallError> {
    let Some(RegionalSession { gateway, .. }) = planned_in else { return Ok(None) };
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
