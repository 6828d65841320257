//! The plan, completed by what the account says.

use std::sync::Arc;

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostics};

use super::checks::{self, Facts, Run, Runs, Touched};
use super::plan;
use super::state::State;
use super::url::{Scheme, url};
use super::validate::{self, Names};
use crate::names::MappingId;
use crate::provider::{Connection, Session};

/// Plans a mapping that does not exist yet; also gives what was found out for it.
pub(super) async fn creation<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    runs: &Runs,
    config: State<'a>,
) -> (State<'a>, Option<Facts>) {
    let planned = plan::creation(config);
    let Some((session, run)) = current(connection, runs) else { return (planned, None) };
    let names = known_names(&planned);
    let facts = checks::check(diags, &session, &run, &names, None, Touched::ALL).await;
    (with_url(planned, &names, facts.as_ref().and_then(scheme)), facts)
}

/// Plans what becomes of a mapping that exists, and what replaces it; also gives
/// what was found out for it.
pub(super) async fn change<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    runs: &Runs,
    prior: State<'a>,
    config: State<'a>,
) -> (State<'a>, Vec<AttributePath>, Option<Facts>) {
    let (planned, replaces) = plan::change(prior.clone(), config);
    let Some((session, run)) = current(connection, runs) else { return (planned, replaces, None) };
    let names = known_names(&planned);
    let own = prior.id.as_ref_option().and_then(|id| MappingId::from_api(id));
    // Terraform asks again for the mapping that takes this one's place, but shows
    // no warnings of that second answer.
    let touched = if replaces.is_empty() { plan::touched(&prior, &planned) } else { Touched::ALL };
    let facts = checks::check(diags, &session, &run, &names, own.as_ref(), touched).await;
    let known = names.api_id.as_ref().and_then(|api| prior.scheme(api.as_str()));
    let scheme = known.or_else(|| facts.as_ref().and_then(scheme));
    let planned = if planned.url.is_unknown() { with_url(planned, &names, scheme) } else { planned };
    (planned, replaces, facts)
}

fn current(connection: &Connection, runs: &Runs) -> Option<(Arc<Session>, Arc<Run>)> {
    let session = connection.session().ok()?;
    let run = runs.of(&session);
    Some((session, run))
}

/// Validation has reported what is wrong with the names; here only the right ones
/// are of use.
fn known_names(planned: &State<'_>) -> Names {
    validate::names(&mut Diagnostics::default(), planned)
}

fn scheme(facts: &Facts) -> Option<Scheme> {
    facts.protocol.known().copied().flatten().map(Scheme::from)
}

fn with_url<'a>(planned: State<'a>, names: &Names, scheme: Option<Scheme>) -> State<'a> {
    match (scheme, &names.domain, &names.key) {
        (Some(scheme), Some(domain), Some(key)) => {
            State { url: Value::from(url(scheme, domain, key)), ..planned }
        }
        _ => planned,
    }
}
