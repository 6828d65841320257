//! CreateApiMapping, accountable: a mapping is created and known, or not created,
//! or the error says that nobody could find out.

use std::time::Duration;

use super::error::{Action, CallError};
use super::patience::{Attempts, LOOK_UP, within};
use super::{Gateway, Mapping, Wanted};
use crate::names::{DomainName, MappingKey};

/// Why there is no new mapping.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The key belongs to a mapping that this call did not create.
    #[error("the key is held by mapping {}", .holder.id)]
    KeyTaken {
        /// Who holds it.
        holder: Box<Mapping>,
        /// What the service said.
        said: CallError,
    },
    /// The call failed, and whether it created the mapping could not be found out.
    #[error("{said}; then {lookup}")]
    Unsettled {
        /// What became of the create.
        said: CallError,
        /// Why looking it up failed.
        lookup: CallError,
    },
    /// The call failed and created nothing.
    #[error(transparent)]
    Failed(CallError),
}

impl Gateway {
    /// Creates a mapping on `domain`, trying for at most `limit`.
    ///
    /// When an answer is lost and a retry then meets a duplicate, the mapping
    /// there is looked up: it is ours if it is what this call asked for and was
    /// not there when this process first wrote to the domain.
    ///
    /// # Errors
    /// See [`CreateError`]; after any but `Unsettled` nothing was left behind.
    pub async fn create(
        &self,
        domain: &DomainName,
        wanted: &Wanted,
        limit: Duration,
    ) -> Result<Mapping, CreateError> {
        let record = self.record(domain).await;
        let attempts = Attempts::default();
        let call = self.post(domain, wanted, &attempts);
        let said = match within(limit, Action::CreateApiMapping, call).await {
            Ok(mapping) => {
                self.wrote(domain, &mapping).await;
                return Ok(mapping);
            }
            Err(error) => error,
        };
        let left_open = attempts.left_open() || said.leaves_open();
        if !left_open && !said.is_conflict() {
            return Err(CreateError::Failed(said));
        }
        match self.holder(domain, &wanted.key).await {
            Ok(Some(holder)) if left_open && holder.is(wanted) && record.lacked(&holder.id) => {
                tracing::info!(mapping = %holder.id, "recovered a mapping whose creation was not answered");
                self.wrote(domain, &holder).await;
                Ok(holder)
            }
            Ok(Some(holder)) => Err(CreateError::KeyTaken { holder: Box::new(holder), said }),
            Ok(None) => Err(CreateError::Failed(said)),
            Err(lookup) => Err(CreateError::Unsettled { said, lookup }),
        }
    }

    /// Who holds `key` on `domain` now, asked of the service.
    pub(super) async fn holder(
        &self,
        domain: &DomainName,
        key: &MappingKey,
    ) -> Result<Option<Mapping>, CallError> {
        let mappings = within(LOOK_UP, Action::GetApiMappings, self.list(domain)).await?;
        Ok(mappings.into_iter().find(|mapping| mapping.key == *key))
    }

    async fn post(
        &self,
        domain: &DomainName,
        wanted: &Wanted,
        attempts: &Attempts,
    ) -> Result<Mapping, CallError> {
        let action = Action::CreateApiMapping;
        let answer = self
            .clients
            .v2
            .create_api_mapping()
            .domain_name(domain.as_str())
            .api_id(wanted.api_id.as_str())
            .stage(wanted.stage.as_str())
            // Omitted and empty both mean the root; omitted is what the service documents.
            .set_api_mapping_key((!wanted.key.is_root()).then(|| wanted.key.to_string()))
            .customize()
            .config_override(attempts.watch())
            .send()
            .await
            .map_err(|error| CallError::new(action, &error))?;
        Mapping::reported(answer.api_mapping_id(), answer.api_mapping_key(), answer.api_id(), answer.stage())
            .ok_or(CallError::incomplete(action))
    }
}
