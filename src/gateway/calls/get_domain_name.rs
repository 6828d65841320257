//! GetDomainName.

use super::clients::Calls;
use crate::gateway::call_error::if_found;
use crate::gateway::{DomainFacts, Failure};
use crate::names::DomainName;

impl Calls {
    /// What matters of the custom domain name, or `None` when it does not exist.
    pub(in crate::gateway) async fn get_domain_name(
        &self,
        name: &DomainName,
    ) -> Result<Option<DomainFacts>, Failure> {
        let found = if_found(self.v2.get_domain_name().domain_name(name.as_str()).send().await)?;
        Ok(found.map(|domain| DomainFacts::new(domain.domain_name_configurations(), domain.routing_mode())))
    }
}
