//! DeleteApiMapping.

use super::Gateway;
use super::error::{Action, CallError};
use super::patience::Attempts;
use crate::names::{DomainName, MappingId};

impl Gateway {
    /// Deletes the mapping. One that is not there, or whose domain is not there,
    /// is deleted already.
    ///
    /// # Errors
    /// When the mapping still exists, or nobody could find out.
    pub async fn delete(&self, domain: &DomainName, id: &MappingId) -> Result<(), CallError> {
        let outcome = self.try_delete(domain, id).await;
        match &outcome {
            Ok(()) => self.removed(domain, id).await,
            Err(_) => self.listings.forget(domain),
        }
        outcome
    }

    async fn try_delete(&self, domain: &DomainName, id: &MappingId) -> Result<(), CallError> {
        let said = self
            .clients
            .v2
            .delete_api_mapping()
            .domain_name(domain.as_str())
            .api_mapping_id(id.as_str())
            .customize()
            .config_override(Attempts::default().watch())
            .send()
            .await
            .map_err(|error| CallError::new(Action::DeleteApiMapping, &error));
        match said {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) if error.leaves_open() => match self.find(domain, id).await {
                Ok(None) => Ok(()),
                _ => Err(error),
            },
            Err(error) => Err(error),
        }
    }
}
