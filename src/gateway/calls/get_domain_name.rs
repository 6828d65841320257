//! GetDomainName.

use super::answer::answer_if_found;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::domain_facts::DomainFacts;
use crate::gateway::outcome::CallError;
use crate::names::DomainName;

impl Calls {
    /// What matters of the custom domain name, or `None` when it does not exist.
    pub(in crate::gateway) async fn get_domain_name(
        &self,
        name: &DomainName,
    ) -> Result<Option<DomainFacts>, CallError> {
        let request = self.v2.get_domain_name().domain_name(name.as_str());
        let found = answer_if_found(Action::GetDomainName, request.send().await)?;
        Ok(found.map(|domain| DomainFacts::new(domain.domain_name_configurations(), domain.routing_mode())))
    }
}
