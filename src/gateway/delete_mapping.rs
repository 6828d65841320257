//! DeleteApiMapping.

use std::time::Duration;

use super::Gateway;
use super::error::{Action, CallError};
use super::facts::found;
use super::patience::{Attempts, Limit};
use super::settle::settle;
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
            Ok(()) => self.removed(domain, id),
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
        let attempts = Attempts::default();
        let call = async {
            let answer = self
                .clients
                .v2
                .delete_api_mapping()
                .domain_name(domain.as_str())
                .api_mapping_id(id.as_str())
                .customize()
                .config_override(attempts.watch())
                .send()
                .await;
            found(Action::DeleteApiMapping, answer)
        };
        match Limit::of(limit).hold(Action::DeleteApiMapping, call).await {
            Ok(_) => Ok(()),
            Err(said) if attempts.left_open() || said.leaves_open() => {
                let look = || self.find_persistently(domain, id);
                match settle(&said, look, Option::is_none).await {
                    Ok(None) => Ok(()),
                    _ => Err(said),
                }
            }
            Err(said) => Err(said),
        }
    }
}
