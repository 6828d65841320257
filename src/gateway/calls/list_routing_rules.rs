//! ListRoutingRules.

use super::clients::Calls;
use crate::gateway::Failure;
use crate::gateway::call_error::unexpected;
use crate::gateway::sdk_error::if_found;
use crate::names::DomainName;

impl Calls {
    /// Whether the domain has routing rules.
    pub(in crate::gateway) async fn has_routing_rules(&self, domain: &DomainName) -> Result<bool, Failure> {
        let request = self.v2.list_routing_rules().domain_name(domain.as_str()).max_results(1);
        match if_found(request.send().await)? {
            Some(page) => Ok(!page.routing_rules.ok_or_else(|| unexpected("it holds no rules"))?.is_empty()),
            None => Ok(false),
        }
    }
}
