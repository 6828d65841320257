//! GetApiMappings.

use super::answer::answer;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::mapping::Mapping;
use crate::gateway::outcome::{CallError, Failure};
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
        let action = Action::GetApiMappings;
        let found = answer(action, request.send().await)?;
        let mappings = found.items.as_deref().and_then(|items| {
            let mappings = items.iter().map(|item| {
                Mapping::from_api(item.api_mapping_id(), item.api_mapping_key(), item.api_id(), item.stage())
            });
            mappings.collect()
        });
        // A page without items, or with one that has no id, is no page of mappings.
        let mappings = mappings.ok_or(CallError { action, failure: Failure::UnexpectedAnswer })?;
        Ok(Page::new(mappings, found.next_token()))
    }
}
