//! GetApiMappings, page by page.

use super::error::{Action, CallError, RefusalKind};
use super::patience::Attempts;
use super::{Gateway, Mapping};
use crate::names::DomainName;

/// The page size asked for. The largest that the service takes is not documented
/// for version 2; version 1 documents 500.
const LARGE_PAGE: &str = "500";

/// One page of a domain's mappings.
pub(super) struct Page {
    pub(super) mappings: Vec<Mapping>,
    /// Where the next page starts; `None` on the last.
    pub(super) next: Option<String>,
}

impl Gateway {
    /// All mappings of a domain.
    ///
    /// # Errors
    /// When any page fails; half a listing is no listing.
    pub async fn list(&self, domain: &DomainName) -> Result<Vec<Mapping>, CallError> {
        let mut page = self.first_page(domain).await?;
        let mut mappings = page.mappings;
        while let Some(token) = page.next {
            page = self.page(domain, Some(&token), None).await?;
            if page.next.as_deref() == Some(token.as_str()) {
                // A page that points to itself would be read for ever.
                return Err(CallError::incomplete(Action::GetApiMappings));
            }
            mappings.append(&mut page.mappings);
        }
        Ok(mappings)
    }

    /// The first page, as large as the service lets it be.
    async fn first_page(&self, domain: &DomainName) -> Result<Page, CallError> {
        match self.page(domain, None, Some(LARGE_PAGE)).await {
            Err(error) if error.refusal() == Some(RefusalKind::BadRequest) => {
                self.page(domain, None, None).await
            }
            answer => answer,
        }
    }

    async fn page(
        &self,
        domain: &DomainName,
        from: Option<&str>,
        size: Option<&str>,
    ) -> Result<Page, CallError> {
        let answer = self
            .client
            .get_api_mappings()
            .domain_name(domain.as_str())
            .set_next_token(from.map(str::to_owned))
            .set_max_results(size.map(str::to_owned))
            .customize()
            .config_override(Attempts::default().watch())
            .send()
            .await
            .map_err(|error| CallError::new(Action::GetApiMappings, &error))?;
        let mappings = answer.items().iter().filter_map(|item| {
            Mapping::reported(item.api_mapping_id(), item.api_mapping_key(), item.api_id(), item.stage())
        });
        Ok(Page {
            mappings: mappings.collect(),
            next: answer.next_token().filter(|token| !token.is_empty()).map(str::to_owned),
        })
    }
}
