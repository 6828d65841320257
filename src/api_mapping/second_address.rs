//! A mapping that is imported although it has another address.

use tf_provider::{AttributePath, Diagnostics};
use tf6server::PlanPhase;

use super::find::region_of;
use super::resource::ApiMapping;
use super::state::State;
use crate::checks::{self, Finding, Phase, Run};
use crate::diagnostic::general;
use crate::findings::FindingName;
use crate::names::{DomainName, MappingId};
use crate::provider::RegionalSession;
use crate::shared::private_state::PrivateState;

const NEXT: &str = "If the resource has another name now, write a `moved` block in place of the import. To forget \
     the other address instead, apply a `removed` block with `destroy = false` for it first.";

/// Checks the plan of a mapping that has a state.
pub(super) fn check(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    prior: &State<'_>,
) {
    let Some(id) = prior.mapping_id() else { return };
    let Some(domain) = prior.domain_name.as_ref_option().and_then(|name| DomainName::from_api(name)) else {
        return;
    };
    if phase == Phase::Shown && run.is_imported_and_destroyed(&id) {
        let detail = format!(
            "This run imports API mapping {id} of {domain} at one address and destroys it at another: what it has \
             imported would not exist any more. {NEXT}"
        );
        let error = general("API Mapping Imported and Destroyed", detail);
        run.report_once(diags, &format!("{id} is imported and destroyed"), error);
    } else if run.is_imported_again(&id)
        && let Some(reported) = checks::report(session, run, phase, managed_twice(domain, &id))
    {
        let path = AttributePath::new(reported.finding.attribute);
        reported.report(diags, path);
    }
}

fn managed_twice(domain: DomainName, id: &MappingId) -> Finding {
    let detail = format!(
        "This run imports API mapping {id} of {domain}, which has another address already, in the state or by another \
         import. Each of the two resources would change and destroy the mapping of the other. Remove the import \
         together with the resource that it is for. {NEXT}"
    );
    Finding::of_mapping(FindingName::MappingManagedTwice, "api_mapping_id", domain, id, detail)
}

impl ApiMapping {
    /// Checks the plan to destroy a mapping.
    pub(super) async fn check_destroy(
        &self,
        diags: &mut Diagnostics,
        prior: &State<'_>,
        private: &PrivateState,
    ) {
        let Ok(session) = self.provider.session() else { return };
        let Ok(there) = session.in_region(&region_of(prior, private, &session)) else { return };
        let run = self.runs.of(&session);
        let phase = run.phase::<PrivateState>(&PlanPhase::Unknown).await;
        prior.mapping_id().into_iter().for_each(|id| run.note_destroyed(id));
        check(diags, &there, &run, phase, prior);
    }
}
