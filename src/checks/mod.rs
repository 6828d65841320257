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

pub use finding::{Finding, Reported};
pub use key_holder::{held_by, import_it};
pub use phase::Phase;
pub use planned_mapping::{ChangedFields, PlannedMapping};
pub use run::{Run, Runs};

use crate::findings::Choice;
use crate::gateway::Protocol;
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
    let severities = session.severities();
    if !severities.report_any() {
        return Checked { findings: Vec::new(), protocols: vec![None; planned.len()] };
    }
    let region = session.region();
    run.note_asked(region, domain.as_ref(), &planned);
    let facts = lookups::look_up(session, run, phase, domain, planned).await;
    let report = |finding: Finding| {
        let Choice::Report(severity) = severities.of(finding.name) else { return None };
        // What belongs to another account drops what was found, although its cause counts as
        // reported. That plan fails anyway.
        let is_first = run.reports_first(&finding.cause_in(region));
        let severity = phase.lowered(severity);
        is_first.then(|| Reported {
            severity,
            shared_by: run.count_concerned(region, &finding.subject),
            finding,
        })
    };
    Checked {
        findings: rules::findings(&facts).into_iter().filter_map(report).collect(),
        protocols: facts.mappings.iter().map(|mapping| mapping.planned.protocol).collect(),
    }
}
