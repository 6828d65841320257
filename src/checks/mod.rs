//! What AWS would refuse, found while planning.
//!
//! ```text
//! planned mappings -lookups-> facts -rules-> findings -severities, run-> what is reported
//! ```
//!
//! The checks work on the planned mappings of one domain, be it one or many.
//! `lookups` asks the gateway, each thing once a run and only for what the plan
//! changes. A rule is a pure function from those facts to findings. How severe a finding
//! is says its row in `crate::findings`, unless the provider block says otherwise. `run`
//! keeps what this run has planned and reported, so that each cause is reported once.

mod alike;
mod asked;
mod claims;
mod facts;
mod finding;
mod key_holder;
mod lookups;
mod managed;
mod new_calls;
mod phase;
mod planned_mapping;
mod rules;
mod run;
mod subject;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use claims::{PlannedTable, Rival, Rivalry};
pub use finding::{Finding, Reported};
pub use key_holder::{held_by, import_it};
pub use phase::Phase;
pub use planned_mapping::{ChangedFields, PlannedMapping};
pub use run::{Run, Runs};

use crate::findings::{Choice, Severity};
use crate::gateway::{CallError, Mappings, Protocol};
use crate::names::DomainName;
use crate::provider::RegionalSession;

/// What the checks found out about the planned mappings of a domain.
#[derive(Debug, Default)]
pub struct Checked {
    /// What to report. Each cause appears once in a run.
    pub findings: Vec<Reported>,
    /// The kind of each mapping's API, in the order of the mappings, as far as it is
    /// known.
    pub protocols: Vec<Option<Protocol>>,
}

/// What the checks found out about the changes of a table.
#[derive(Debug, Default)]
pub struct CheckedTable {
    /// What to report. Each cause appears once in a run.
    pub findings: Vec<Reported>,
    /// Whether anything was found that is an error, be it reported here or earlier in the run.
    pub is_refused: bool,
}

/// Checks the planned mappings of one domain in the region of `session`, in a plan that is
/// not repeated. `domain` is `None` while it is unknown. Where the provider block has nothing
/// reported, nothing is looked up.
pub async fn check(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
) -> Checked {
    if !session.severities().report_any() {
        return Checked { findings: Vec::new(), protocols: vec![None; planned.len()] };
    }
    run.note_asked(session.region(), domain.as_ref(), &planned);
    let facts = lookups::look_up(session, run, domain, planned, None).await;
    let found = rules::findings(&facts).into_iter();
    Checked {
        findings: found.filter_map(|finding| report(session, run, phase, finding)).collect(),
        protocols: facts.mappings.iter().map(|mapping| mapping.planned.protocol).collect(),
    }
}

/// Checks the planned changes of a table. `staying` is what will be at the keys that the domain
/// has already, which is all that it will have beside new ones. Of changes that are alike, one
/// is checked.
pub async fn check_table(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    planned: Arc<[PlannedMapping]>,
    staying: Mappings,
) -> CheckedTable {
    if !session.severities().report_any() {
        return CheckedTable::default();
    }
    run.note_table_asked(session.region(), domain.as_ref(), planned.clone());
    let chosen = alike::one_of_each(&planned);
    let checked = chosen.iter().filter_map(|index| planned.get(*index).cloned()).collect();
    let facts = lookups::look_up(session, run, domain, checked, Some(staying)).await;
    let found = rules::findings(&facts);
    let is_refused = found.iter().any(|finding| severity(session, phase, finding) == Some(Severity::Error));
    let of_table = |finding: Finding| Finding {
        mapping: chosen.get(finding.mapping).copied().unwrap_or_default(),
        ..finding
    };
    let findings = found.into_iter().map(of_table);
    CheckedTable {
        findings: findings.filter_map(|finding| report(session, run, phase, finding)).collect(),
        is_refused,
    }
}

/// What is reported of a finding: nothing where the provider block ignores it, or where the run
/// has reported its cause.
pub fn report(session: &RegionalSession, run: &Run, phase: Phase, finding: Finding) -> Option<Reported> {
    let severity = severity(session, phase, &finding)?;
    let region = session.region();
    // What belongs to another account drops what was found, although its cause counts as
    // reported. That plan fails anyway.
    let is_first = run.reports_first(&finding.cause_in(region));
    is_first.then(|| Reported { severity, shared_by: run.count_concerned(region, &finding.subject), finding })
}

/// The same of what a run plans beside something else on the domain, which is there in every
/// plan. Where nothing changes, it is no warning.
pub fn report_rivalry(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    finding: Finding,
    rivalry: Rivalry,
) -> Option<Reported> {
    let is_said = rivalry.has_changes || severity(session, phase, &finding) == Some(Severity::Error);
    if is_said { report(session, run, phase, finding) } else { None }
}

/// The finding that the domain of a new table could not be listed.
pub fn not_listed(session: &RegionalSession, error: &CallError) -> Finding {
    rules::of_new_table(&session.place(), error)
}

/// How severe a finding is in this phase; `None` where it is ignored.
fn severity(session: &RegionalSession, phase: Phase, finding: &Finding) -> Option<Severity> {
    match session.severities().of(finding.name) {
        Choice::Report(severity) => Some(phase.lowered(severity, finding.name.documented().severity)),
        Choice::Ignore => None,
    }
}
