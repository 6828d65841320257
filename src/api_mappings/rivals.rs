//! Resources that do not go together on one domain.

use tf_provider::{AttributePath, Diagnostics};
use tf6server::PlanPhase;

use super::state::State;
use crate::checks::{self, Finding, Phase, PlannedTable, Rival, Run};
use crate::findings::FindingName;
use crate::names::DomainName;
use crate::provider::RegionalSession;
use crate::shared::private_state::PrivateState;

/// A table that is destroyed and not replaced, beside another one of its domain.
pub(super) async fn check_destroyed(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    domain: &DomainName,
) {
    let phase = run.phase::<PrivateState>(&PlanPhase::Unknown).await;
    let Some(rivalry) = run.note_table_that_goes(session.region(), domain) else { return };
    let found = finding(domain, rivalry.rival);
    if let Some(reported) = checks::report_rivalry(session, run, phase, found, rivalry) {
        reported.report(diags, AttributePath::root());
    }
}

/// A table that is planned, beside another one or a single mapping of its domain.
pub(super) fn check_rivals(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    planned: &State<'_>,
    (is_new, is_change): (bool, bool),
) {
    let Some(domain) = planned.domain() else { return };
    let table = PlannedTable { is_new, is_change, configuration: planned.hash_of_mappings() };
    let Some(rivalry) = run.note_table(session.region(), &domain, table) else { return };
    let found = finding(&domain, rivalry.rival);
    if let Some(reported) = checks::report_rivalry(session, run, phase, found, rivalry) {
        reported.report(diags, AttributePath::new("domain_name"));
    }
}

/// The finding about a table beside something else.
fn finding(domain: &DomainName, rival: Rival) -> Finding {
    let (name, detail) = match rival {
        Rival::Table => (
            FindingName::TwoTables,
            format!(
                "This configuration plans two tables of API mappings for {domain}: here, and in another resource. Put all \
                 of its mappings into one: a table holds all mappings of its domain name, so each would remove the mappings of \
                 the other."
            ),
        ),
        Rival::TableThatGoes => (
            FindingName::TwoTables,
            format!(
                "This configuration plans a table of API mappings for {domain}, and destroys another one of it. Nothing \
                 orders the two, and the mappings of both would go. If the resource was renamed, add a `moved` block, \
                 which keeps them. Otherwise destroy the one in a run of its own, or let a `removed` block with `destroy \
                 = false` take its place."
            ),
        ),
        Rival::SingleMapping => (
            FindingName::TableBesideMapping,
            format!(
                "This configuration plans a table of API mappings for {domain}, and an apigatewayv2_api_mapping on the \
                 same domain name. Put that mapping into the table, and let a `removed` block with `destroy = false` \
                 take the place of its resource: a table holds all mappings of its domain name, so it would remove the mapping."
            ),
        ),
    };
    Finding::of_table(name, "domain_name", domain, detail)
}
