//! A plan, completed by what the checks find in the account.

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};

use super::location::{self, Location};
use super::plan;
use super::state::State;
use super::url::{Scheme, url};
use super::validate::{self, Names};
use crate::checks::{self, ChangedFields, PlannedMapping, Run, Runs};
use crate::names::MappingId;
use crate::provider::{ProviderState, Session};

/// Plans a mapping that does not exist yet.
pub(super) async fn creation<'a>(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    runs: &Runs,
    config: State<'a>,
) -> State<'a> {
    let planned = plan::creation(config);
    let Ok(session) = provider.session() else { return planned };
    let names = known_names(&planned);
    let mapping = names.planned(None, ChangedFields::ALL);
    let scheme = check(diags, &session, &runs.of(&session), None, &planned, &names, mapping).await;
    with_url(planned, &names, scheme)
}

/// Plans the change of a mapping that exists, and what replaces it.
pub(super) async fn change<'a>(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    runs: &Runs,
    location: Option<&Location>,
    prior: State<'a>,
    config: State<'a>,
) -> (State<'a>, Vec<AttributePath>) {
    let (planned, replaces) = plan::change(prior.clone(), config);
    let Ok(session) = provider.session() else { return (planned, replaces) };
    let names = known_names(&planned);
    let own = prior.id.as_ref_option().and_then(|id| MappingId::from_api(id));
    // Terraform plans a replacement a second time, as a new mapping, but shows no
    // warnings of that plan.
    let changed = if replaces.is_empty() { plan::changed(&prior, &planned) } else { ChangedFields::ALL };
    let mapping = names.planned(own, changed);
    let scheme = check(diags, &session, &runs.of(&session), location, &prior, &names, mapping).await;
    let known = names.api_id.as_ref().and_then(|api| prior.scheme(api.as_str()));
    let planned = match &planned.url {
        Value::Unknown => with_url(planned, &names, known.or(scheme)),
        _ => planned,
    };
    (planned, replaces)
}

/// Reports what the checks find, unless the mapping belongs elsewhere. The scheme is
/// returned in both cases: what was known in a plan must be known when Terraform
/// repeats it.
async fn check(
    diags: &mut Diagnostics,
    session: &Session,
    run: &Run,
    location: Option<&Location>,
    state: &State<'_>,
    names: &Names,
    mapping: PlannedMapping,
) -> Option<Scheme> {
    let (location, checked) = tokio::join!(
        location::confirm(session, location, state),
        checks::check(session, run, names.domain.clone(), vec![mapping]),
    );
    match location {
        Ok(_) => checked.findings.into_iter().for_each(|finding| {
            let path = AttributePath::new(finding.attribute);
            finding.report(diags, path);
        }),
        Err(refusal) => refusal.report_once(diags, run),
    }
    checked.protocols.into_iter().flatten().next().map(Scheme::from)
}

/// The names that are known and right. Validation has reported the others.
fn known_names(planned: &State<'_>) -> Names {
    validate::names(&mut Diagnostics::default(), planned)
}

fn with_url<'a>(planned: State<'a>, names: &Names, scheme: Option<Scheme>) -> State<'a> {
    match (scheme, &names.domain, &names.key) {
        (Some(scheme), Some(domain), Some(key)) => {
            State { url: Value::from(url(scheme, domain, key)), ..planned }
        }
        _ => planned,
    }
}
