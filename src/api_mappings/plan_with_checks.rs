//! A plan, completed by what is found in the account.

use std::sync::Arc;

use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostics};
use tf6server::PlanPhase;

use super::findings::{changed, of_change, report, report_findings, staying};
use super::messages;
use super::plan::{self, Replacement};
use super::resource::ApiMappings;
use super::rivals::check_rivals;
use super::schemes::Schemes;
use super::state::State;
use super::validate::{self, Names};
use crate::checks::{self, Finding, Phase, Run};
use crate::diagnostic::general;
use crate::gateway::{CallError, Mapping, Mappings};
use crate::names::{DomainName, Region};
use crate::provider::{RegionalSession, Session};
use crate::shared::location::{self, Location};
use crate::shared::private_state::PrivateState;
use crate::shared::timeouts::Operation;

/// A plan that creates a table or changes it.
struct Draft {
    /// What a new table finds on its domain; `None` where that does not matter or is not known.
    listed: Option<Result<Option<Mappings>, CallError>>,
    /// The mappings that the table has.
    current: Mappings,
    names: Names,
    schemes: Schemes,
}

impl ApiMappings {
    /// The plan for a table, and the attributes whose change replaces it. Reports what is found
    /// in the account about it. `prior` is `None` for a new table.
    pub(super) async fn plan<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Option<State<'a>>,
        config: State<'a>,
        location: Option<&Location>,
        protocol: &PlanPhase<PrivateState>,
    ) -> (State<'a>, Vec<AttributePath>) {
        let session = self.provider.session().ok();
        let here = session.as_ref().map(|session| &session.region);
        let there = prior.as_ref().and_then(|prior| location::region(&prior.region, location));
        let Replacement { region, because_of } = match &prior {
            Some(prior) => plan::replacement(prior, &config, there.as_ref(), here),
            None => Replacement { region: plan::new_region(&config, here), because_of: Vec::new() },
        };
        let staying = prior.as_ref().filter(|_| because_of.is_empty());
        let Some(session) = &session else {
            let schemes = Schemes::known(staying, &config);
            return (plan::planned(staying, config, region, &schemes), because_of);
        };
        let run = self.runs.of(session);
        let phase = run.phase(protocol).await;
        let planned_in =
            planned_in(diags, session, &region, prior.is_some().then_some(there.as_ref()).flatten());
        // What has to be empty, or is about to be written, is listed meanwhile.
        let is_listed = staying.is_none() || phase == Phase::Repeated;
        let (schemes, listed) = tokio::join!(
            schemes(diags, planned_in.as_ref(), staying, &config),
            list(planned_in.as_ref().filter(|_| is_listed), staying, &config),
        );
        let planned = plan::planned(staying, config, region, &schemes);
        if phase == Phase::Repeated || !diags.errors.is_empty() {
            return (planned, because_of);
        }
        let belongs = prior.as_ref().unwrap_or(&planned);
        let there = there.or_else(|| planned_in.as_ref().map(|here| here.region().clone()));
        let there = there.unwrap_or_else(|| session.region.clone());
        if let Err((cause, why)) = location::confirm(session, &there, location, &belongs.called()).await {
            run.report_once(diags, &cause, why);
            return (planned, because_of);
        }
        let is_change = staying.is_none_or(|prior| prior.mappings != planned.mappings);
        if let Some(session) = &planned_in {
            check_rivals(diags, session, &run, phase, &planned, (prior.is_none(), is_change));
            if is_change {
                let current = staying.map(State::table).unwrap_or_default();
                let names = validate::names(&mut Diagnostics::default(), &planned);
                let draft = Draft { listed, current, names, schemes };
                draft.check(diags, session, &run, phase).await;
            }
        }
        if phase == Phase::Shown && is_change && diags.errors.is_empty() {
            run.note_planned_change().await;
        }
        (planned, because_of)
    }
}

/// The session in the region of the plan; `None` while that is not known. Reports a region of
/// another partition.
fn planned_in(
    diags: &mut Diagnostics,
    session: &Arc<Session>,
    region: &ValueString<'_>,
    there: Option<&Region>,
) -> Option<RegionalSession> {
    let mut in_region = |region: &Region| {
        let path = AttributePath::new("region");
        session.in_region(region).map_err(|why| diags.add_error(location::unusable_region(path, &why))).ok()
    };
    if let Some(there) = there {
        in_region(there)?;
    }
    match region {
        Value::Value(region) => in_region(&Region::from_api(region)?),
        Value::Unknown | Value::Null => None,
    }
}

/// The kinds of the APIs before and after the change, looked up where something changes.
async fn schemes(
    diags: &mut Diagnostics,
    session: Option<&RegionalSession>,
    staying: Option<&State<'_>>,
    config: &State<'_>,
) -> Schemes {
    let is_unchanged = staying.is_some_and(|prior| prior.mappings == config.mappings);
    let Some(session) = session.filter(|_| !is_unchanged) else { return Schemes::known(staying, config) };
    match Schemes::look_up(&session.gateway, staying, config).await {
        Ok(schemes) => schemes,
        Err(interrupted) => {
            let detail =
                format!("The change was not started: {}. Apply again to continue.", interrupted.failure);
            diags.add_error(general("Interrupted", detail));
            Schemes::default()
        }
    }
}

/// Lists the domain of a table that changes.
async fn list(
    session: Option<&RegionalSession>,
    staying: Option<&State<'_>>,
    config: &State<'_>,
) -> Option<Result<Option<Mappings>, CallError>> {
    let session = session.filter(|_| staying.is_none_or(|prior| prior.mappings != config.mappings))?;
    let domain = config.domain()?;
    Some(session.gateway.table(&domain, Operation::READ.limit(&config.timeouts)).await)
}

impl Draft {
    async fn check(&self, diags: &mut Diagnostics, session: &RegionalSession, run: &Run, phase: Phase) {
        if let Some(domain) = &self.names.domain {
            self.check_that_none_is_there(diags, session, run, phase, domain);
            let found = self.findings(domain).into_iter().chain(self.not_listed(session));
            found.for_each(|finding| report(diags, session, run, phase, finding));
        }
        self.check_elements(diags, session, run, phase).await;
    }

    /// Mappings that are on the domain of a new table, and so were shown in no plan.
    fn check_that_none_is_there(
        &self,
        diags: &mut Diagnostics,
        session: &RegionalSession,
        run: &Run,
        phase: Phase,
        domain: &DomainName,
    ) {
        let Some(Ok(Some(there))) = &self.listed else { return };
        // A table that is replaced has shown the mappings that it has.
        let is_replaced = run.has_table(session.region(), domain);
        let is_shown = |mapping: &&Mapping| is_replaced && run.manages(&mapping.id);
        let unseen: Mappings = there.iter().filter(|mapping| !is_shown(mapping)).cloned().collect();
        if !unseen.is_empty() {
            let elements = self.names.elements.as_deref();
            let found = if is_replaced {
                messages::not_in_state(domain, &unseen)
            } else {
                messages::not_empty(session, domain, there, elements)
            };
            // Nothing that the provider block says changes it, and apply begins with it.
            if phase == Phase::Shown { diags.add_error(found) } else { diags.add_warning(found) }
        }
    }

    /// That what is there could not be found out.
    fn not_listed(&self, session: &RegionalSession) -> Option<Finding> {
        let error = self.listed.as_ref()?.as_ref().err()?;
        Some(checks::not_listed(session, error))
    }

    /// What a change of a table does that its difference does not show.
    fn findings(&self, domain: &DomainName) -> Vec<Finding> {
        match &self.names.elements {
            Some(elements) => {
                let keys = elements.iter().map(|element| &element.key).collect();
                of_change(domain, &self.current, &keys, self.schemes.is_other_kind())
            }
            None if self.current.is_empty() => Vec::new(),
            None => vec![messages::unknown_map(domain, self.current.len())],
        }
    }

    /// What AWS would refuse of the elements that change.
    async fn check_elements(
        &self,
        diags: &mut Diagnostics,
        session: &RegionalSession,
        run: &Run,
        phase: Phase,
    ) {
        let Some(elements) = self.names.elements.as_deref() else { return };
        let kind_changes = self.schemes.is_other_kind();
        let changed = changed(&self.current, elements, kind_changes);
        let staying = staying(&self.current, elements, kind_changes);
        report_findings(diags, session, run, phase, self.names.domain.clone(), changed, staying).await;
    }
}
