//! CreateApiMapping, accountable: a mapping is created and known, or not created,
//! or the error says that nobody could find out.

use std::time::Duration;

use super::error::{Action, CallError};
use super::patience::{Attempts, Limit};
use super::settle::settle;
use super::{Gateway, Mapping, MappingSpec};
use crate::names::DomainName;

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
    /// The domain is looked at before. When an answer is lost, or a retry then meets
    /// a duplicate, the mapping that holds the key is looked up: it is ours if it is
    /// what this call asked for, was not there before, and is not the work of
    /// another call of ours.
    ///
    /// # Errors
    /// See [`CreateError`]; after any but `Unsettled` nothing was left behind.
    pub async fn create(
        &self,
        domain: &DomainName,
        wanted: &MappingSpec,
        limit: Duration,
    ) -> Result<Mapping, CreateError> {
        let limit = Limit::of(limit);
        let before = limit.hold(Action::GetApiMappings, self.before(domain)).await;
        let before = before.map_err(CreateError::Failed)?;
        let attempts = Attempts::default();
        let call = self.post(domain, wanted, &attempts);
        let said = match limit.hold(Action::CreateApiMapping, call).await {
            Ok(mapping) => {
                self.wrote(domain, &mapping);
                return Ok(mapping);
            }
            Err(error) => error,
        };
        let left_open = attempts.left_open() || said.leaves_open();
        if !left_open && !said.is_conflict() {
            return Err(CreateError::Failed(said));
        }
        let look = || self.holder(domain, &wanted.key);
        let holder = match settle(&said, look, Option::is_some).await {
            Ok(Some(holder)) => holder,
            Ok(None) => return Err(CreateError::Failed(said)),
            Err(lookup) => return Err(CreateError::Unsettled { said, lookup }),
        };
        if left_open && holder.is(wanted) && before.lacked(&holder.id) && self.claim(domain, &holder) {
            tracing::info!(mapping = %holder.id, "recovered a mapping whose creation was not answered");
            return Ok(holder);
        }
        Err(CreateError::KeyTaken { holder: Box::new(holder), said })
    }

    async fn post(
        &self,
        domain: &DomainName,
        wanted: &MappingSpec,
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
        Mapping::from_api(answer.api_mapping_id(), answer.api_mapping_key(), answer.api_id(), answer.stage())
            .ok_or(CallError::incomplete(action))
    }
}
