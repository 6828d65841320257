//! GetApiMapping.

use super::error::{Action, CallError};
use super::facts::found;
use super::patience::Attempts;
use super::{Gateway, Mapping};
use crate::names::{DomainName, MappingId};

impl Gateway {
    /// The mapping, or `None` when the service says that it, or its domain, is
    /// not there.
    ///
    /// # Errors
    /// When the service gave no such answer; the mapping may well exist.
    pub async fn find(&self, domain: &DomainName, id: &MappingId) -> Result<Option<Mapping>, CallError> {
        self.find_with(domain, id, &Attempts::default()).await
    }

    /// As [`Gateway::find`], going on whatever fails.
    pub(super) async fn find_persistently(
        &self,
        domain: &DomainName,
        id: &MappingId,
    ) -> Result<Option<Mapping>, CallError> {
        self.find_with(domain, id, &Attempts::persistent()).await
    }

    async fn find_with(
        &self,
        domain: &DomainName,
        id: &MappingId,
        attempts: &Attempts,
    ) -> Result<Option<Mapping>, CallError> {
        let action = Action::GetApiMapping;
        let answer = self
            .clients
            .v2
            .get_api_mapping()
            .domain_name(domain.as_str())
            .api_mapping_id(id.as_str())
            .customize()
            .config_override(attempts.watch())
            .send()
            .await;
        match found(action, answer)? {
            None => Ok(None),
            Some(answer) => {
                let mapping = Mapping::from_api(
                    answer.api_mapping_id(),
                    answer.api_mapping_key(),
                    answer.api_id(),
                    answer.stage(),
                );
                mapping.map(Some).ok_or(CallError::incomplete(action))
            }
        }
    }
}
