//! GetDomainNames.

use super::clients::Calls;
use crate::gateway::call_error::unexpected;
use crate::gateway::pages::{Page, PageRequest};
use crate::gateway::{DomainFacts, Failure};
use crate::names::DomainName;

impl Calls {
    /// A page of the account's custom domain names. Their items have the fields of the
    /// answer to GetDomainName (the service's model); one without a configuration has
    /// no facts.
    pub(in crate::gateway) async fn get_domain_names(
        &self,
        page: PageRequest,
    ) -> Result<Page<(DomainName, Option<DomainFacts>)>, Failure> {
        let request = self.v2.get_domain_names().set_next_token(page.token).set_max_results(page.size);
        let answer = request.send().await?;
        let items = answer.items.ok_or_else(|| unexpected("it holds no items"))?;
        if items.iter().any(|item| item.domain_name().is_none_or(str::is_empty)) {
            return Err(unexpected("it holds an item without a domain name"));
        }
        let names = items.iter().filter_map(|item| {
            let configurations = item.domain_name_configurations();
            let facts =
                (!configurations.is_empty()).then(|| DomainFacts::new(configurations, item.routing_mode()));
            Some((DomainName::from_api(item.domain_name()?)?, facts))
        });
        Page::of_answer(names.collect(), answer.next_token)
    }
}
