//! GetApiMapping.

use super::error::{Action, CallError};
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
        let action = Action::GetApiMapping;
        let answer = self
            .client
            .get_api_mapping()
            .domain_name(domain.as_str())
            .api_mapping_id(id.as_str())
            .customize()
            .config_override(Attempts::default().watch())
            .send()
            .await
            .map_err(|error| CallError::new(action, &error));
        match answer {
            Ok(found) => Mapping::reported(
                found.api_mapping_id(),
                found.api_mapping_key(),
                found.api_id(),
                found.stage(),
            )
            .map(Some)
            .ok_or(CallError::incomplete(action)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
