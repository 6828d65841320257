//! DeleteApiMapping.

use std::time::Duration;

use super::Gateway;
use super::error::{Action, CallError};
use super::facts::found;
use super::patience::{Attempts, LOOK_UP, within};
use crate::names::{DomainName, MappingId};

impl Gateway {
    /// Deletes the mapping, trying for at most `limit`. One that is not there, or
    /// whose domain is not there, is deleted already.
    ///
    /// # Errors
    /// When the mapping still exists, or nobody could find out.
    pub async fn delete(
        &self,
        domain: &DomainName,
        id: &MappingId,
        limit: Duration,
    ) -> Result<(), CallError> {
        let outcome = self.try_delete(domain, id, limit).await;
        match &outcome {
            Ok(()) => self.removed(domain, id).await,
            Err(_) => self.listings.forget(domain),
        }
        outcome
    }

    async fn try_delete(
        &self,
        domain: &DomainName,
        id: &MappingId,
        limit: Duration,
    ) -> Result<(), CallError> {
        let call = async {
            let answer = self
                .clients
                .v2
                .delete_api_mapping()
                .domain_name(domain.as_str())
                .api_mapping_id(id.as_str())
                .customize()
                .config_override(Attempts::default().watch())
                .send()
                .await;
            found(Action::DeleteApiMapping, answer)
        };
        match within(limit, Action::DeleteApiMapping, call).await {
            Ok(_) => Ok(()),
            Err(said) if said.leaves_open() => {
                match within(LOOK_UP, Action::GetApiMapping, self.find(domain, id)).await {
                    Ok(None) => Ok(()),
                    _ => Err(said),
                }
            }
            Err(said) => Err(said),
        }
    }
}
