//! GetApiMappings.

use super::clients::Calls;
use crate::gateway::call_error::unexpected;
use crate::gateway::pages::{Page, PageRequest};
use crate::gateway::{Failure, Mapping};
use crate::names::DomainName;

impl Calls {
    /// A page of the domain's mappings. One without items, or with an item that has no
    /// id or no API, is an unexpected answer.
    pub(in crate::gateway) async fn get_api_mappings(
        &self,
        domain: &DomainName,
        page: PageRequest,
    ) -> Result<Page<Mapping>, Failure> {
        let request = self.v2.get_api_mappings().domain_name(domain.as_str());
        let answer = request.set_next_token(page.token).set_max_results(page.size).send().await?;
        let items = answer.items.ok_or_else(|| unexpected("it holds no items"))?;
        let mappings = items.into_iter().map(|item| {
            Mapping::from_api(item.api_mapping_id, item.api_mapping_key, item.api_id, item.stage)
        });
        let mappings = mappings.collect::<Option<_>>();
        let mappings = mappings.ok_or_else(|| unexpected("it holds an item without an id or an API"))?;
        Page::of_answer(mappings, answer.next_token)
    }
}
