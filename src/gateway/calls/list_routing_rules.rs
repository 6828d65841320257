//! ListRoutingRules.

use super::answer::answer_if_found;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::outcome::CallError;
use crate::names::DomainName;

impl Calls {
    /// Whether the domain has routing rules.
    pub(in crate::gateway) async fn has_routing_rules(&self, domain: &DomainName) -> Result<bool, CallError> {
        let request = self.v2.list_routing_rules().domain_name(domain.as_str()).max_results(1);
        let found = answer_if_found(Action::ListRoutingRules, request.send().await)?;
        Ok(found.is_some_and(|page| !page.routing_rules().is_empty()))
    }
}
