//! GetApiMappings.

use super::answer::answer;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::mapping::Mapping;
use crate::gateway::outcome::CallError;
use crate::gateway::pages::{Page, PageRequest};
use crate::names::DomainName;

impl Calls {
    /// A page of the domain's mappings.
    pub(in crate::gateway) async fn get_api_mappings(
        &self,
        domain: &DomainName,
        page: PageRequest,
    ) -> Result<Page<Mapping>, CallError> {
        let request = self.v2.get_api_mappings().domain_name(domain.as_str());
        let request = request.set_next_token(page.token).set_max_results(page.size);
        let found = answer(Action::GetApiMappings, request.send().await)?;
        let mappings = found.items().iter().filter_map(|item| {
            Mapping::from_api(item.api_mapping_id(), item.api_mapping_key(), item.api_id(), item.stage())
        });
        Ok(Page::new(mappings.collect(), found.next_token()))
    }
}
