//! What AWS would refuse, found while planning.
//!
//! ```text
//! planned mappings -lookups-> facts -rules-> findings -run-> what is reported
//! ```
//!
//! The checks work on the planned mappings of one domain, be it one or many.
//! `lookups` asks the gateway, each thing once a run and only for what the plan
//! changes. A rule is a pure function from those facts to findings. A finding is an
//! error only where AWS is known to refuse, and a warning where the same run may
//! still change the answer. `run` keeps what this run has planned and reported, so
//! that each cause is reported once.

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
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use claims::{PlannedTable, Rival};
pub use finding::{Finding, Severity};
pub use key_holder::{held_by, import_it};
pub use phase::Phase;
pub use planned_mapping::{ChangedFields, PlannedMapping};
pub use run::{Run, Runs};

use crate::gateway::{Mappings, Protocol};
use crate::names::DomainName;
use crate::provider::{PlanChecks, RegionalSession};

/// What the checks found out about the planned mappings of a domain.
#[derive(Debug, Default)]
pub struct Checked {
    /// What to report. Each cause appears once in a run.
    pub findings: Vec<Finding>,
    /// The kind of each mapping's API, in the order of the mappings, as far as it is
    /// known.
    pub protocols: Vec<Option<Protocol>>,
}

/// Checks the planned mappings of one domain in the region of `session`, in a plan that is
/// not repeated. `domain` is `None` while it is unknown. Without `plan_checks` nothing is
/// looked up and nothing found.
pub async fn check(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
) -> Checked {
    check_beside(session, run, phase, domain, planned, None).await
}

/// Checks the planned changes of a table. `staying` are the mappings that the table leaves as
/// they are, which are all others that its domain will have.
pub async fn check_table(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
    staying: Mappings,
) -> Checked {
    check_beside(session, run, phase, domain, planned, Some(staying)).await
}

async fn check_beside(
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
    staying: Option<Mappings>,
) -> Checked {
    if session.plan_checks() == PlanChecks::Off {
        return Checked { findings: Vec::new(), protocols: vec![None; planned.len()] };
    }
    let facts = lookups::look_up(session, run, phase, domain, planned, staying).await;
    let findings = rules::findings(&facts).into_iter();
    let region = session.region();
    Checked {
        findings: findings
            .map(|finding| phase.finding(finding))
            // A warning does not keep an error of the same cause from being reported.
            .filter(|finding| {
                run.reports_first(&format!("{:?} {region} {}", finding.severity, finding.cause))
            })
            .map(|finding| finding.in_mode(session.plan_checks()))
            .collect(),
        protocols: facts.mappings.iter().map(|mapping| mapping.planned.protocol).collect(),
    }
}
