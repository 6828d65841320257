//! What AWS would refuse, found while planning.
//!
//! ```text
//! gather (asks the gateway) -> Facts -> judge (asks nobody) -> Findings
//! ```
//!
//! A finding is an error only where the evidence says that AWS refuses; a warning
//! where this very run may still change the answer; and where nothing is known,
//! nothing is said. A plan that changes nothing asks nothing.

mod domain;
mod facts;
mod finding;
mod gather;
mod key;
mod mixing;
mod names_exist;
mod run;
mod unmade;

use tf_provider::Diagnostics;

pub(super) use facts::{Facts, Touched};
pub(super) use run::{Run, Runs};

use super::validate::Names;
use crate::names::MappingId;
use crate::provider::{PlanChecks, Session};
use finding::Finding;

/// A rule looks at facts and says what follows from them, if anything does.
type Rule = fn(&Facts) -> Vec<Finding>;

/// Every rule, in the order in which its findings are shown.
const RULES: &[Rule] = &[
    names_exist::api,
    names_exist::stage,
    names_exist::domain,
    mixing::with_existing,
    mixing::with_planned,
    key::levels_on_websocket,
    key::held,
    key::planned_twice,
    key::too_many_levels,
    domain::edge_or_old_tls,
    domain::routing,
    domain::busy,
    unmade::look_ups,
];

/// Looks up what is around a planned mapping, and reports what AWS would refuse.
/// Gives back the facts, in which the kind of the API is of use for the plan.
pub(super) async fn check(
    diags: &mut Diagnostics,
    session: &Session,
    run: &Run,
    names: &Names,
    own: Option<&MappingId>,
    touched: Touched,
) -> Option<Facts> {
    if session.plan_checks == PlanChecks::Off {
        return None;
    }
    let facts = gather::gather(session, run, names, own, touched).await;
    for finding in RULES.iter().flat_map(|rule| rule(&facts)) {
        let unsaid = finding.report(diags, run, session.plan_checks);
        if let (Some(why), Some(domain), Some(key)) = (unsaid, &names.domain, &names.key) {
            run.refuse(domain, key, why);
        }
    }
    Some(facts)
}
