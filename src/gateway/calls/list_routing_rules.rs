//! ListRoutingRules.

use super::clients::Calls;
use crate::gateway::Failure;
use crate::gateway::sdk_error::if_found;
use crate::names::DomainName;

impl Calls {
    /// Whether the domain has routing rules.
    pub(in crate::gateway) async fn has_routing_rules(&self, domain: &DomainName) -> Result<bool, Failure> {
        let request = self.v2.list_routing_rules().domain_name(domain.as_str()).max_results(1);
        let found = if_found(request.send().await)?;
        Ok(found.is_some_and(|page| !page.routing_rules().is_empty()))
    }
}
