//! UpdateApiMapping: switches API, stage or key in place; the mapping never drops.

use std::time::Duration;

use super::error::{Action, CallError};
use super::patience::{Attempts, Limit};
use super::settle::settle;
use super::{Gateway, Mapping, MappingSpec};
use crate::names::{DomainName, MappingId};

/// What an update shall bring about.
#[derive(Clone, Debug)]
pub struct Change {
    /// The mapping as it shall be.
    pub wanted: MappingSpec,
    /// Whether the key is among what changes. An unchanged key is not sent: the
    /// service keeps what is omitted.
    pub new_key: bool,
}

/// Why a mapping is not as wanted.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The mapping is not there any more.
    #[error("the mapping is gone: {0}")]
    Gone(CallError),
    /// The key belongs to another mapping.
    #[error("the key is held by mapping {}", .holder.id)]
    KeyTaken {
        /// Who holds it.
        holder: Box<Mapping>,
        /// What the service said.
        said: CallError,
    },
    /// The update took effect, but the mapping is not as wanted: somebody else
    /// changed it as well.
    #[error("the mapping was changed by somebody else at the same time")]
    Overtaken {
        /// The mapping as it is.
        actual: Box<Mapping>,
    },
    /// The call failed, and whether it changed the mapping could not be found out.
    #[error("{said}; then {lookup}")]
    Unsettled {
        /// What became of the update.
        said: CallError,
        /// Why looking it up failed.
        lookup: CallError,
    },
    /// The call failed; the mapping is as before.
    #[error(transparent)]
    Failed(CallError),
}

impl Gateway {
    /// Changes the mapping `id` on `domain` in place, trying for at most `limit`.
    ///
    /// # Errors
    /// See [`UpdateError`].
    pub async fn update(
        &self,
        domain: &DomainName,
        id: &MappingId,
        change: &Change,
        limit: Duration,
    ) -> Result<Mapping, UpdateError> {
        let outcome = self.try_update(domain, id, change, limit).await;
        match &outcome {
            Ok(mapping) => self.wrote(domain, mapping),
            Err(UpdateError::Overtaken { actual }) => self.wrote(domain, actual),
            Err(_) => self.listings.forget(domain),
        }
        outcome
    }

    async fn try_update(
        &self,
        domain: &DomainName,
        id: &MappingId,
        change: &Change,
        limit: Duration,
    ) -> Result<Mapping, UpdateError> {
        let attempts = Attempts::default();
        let call = self.patch(domain, id, change, &attempts);
        let said = match Limit::of(limit).hold(Action::UpdateApiMapping, call).await {
            Ok(mapping) => return as_wanted(mapping, change),
            Err(error) => error,
        };
        let left_open = attempts.left_open() || said.leaves_open();
        // A "not found" may speak of the mapping or of what it shall point to, and a
        // retry after a lost answer may meet what the first attempt did.
        if !left_open && !said.is_not_found() && !said.is_conflict() {
            return Err(UpdateError::Failed(said));
        }
        let look = || self.find_persistently(domain, id);
        let is_done = |seen: &Option<Mapping>| seen.as_ref().is_some_and(|seen| seen.is(&change.wanted));
        match settle(&said, look, is_done).await {
            Ok(Some(mapping)) if left_open && mapping.is(&change.wanted) => Ok(mapping),
            Ok(Some(_)) if said.is_conflict() => Err(self.key_taken(domain, id, change, said).await),
            Ok(Some(_)) => Err(UpdateError::Failed(said)),
            Ok(None) => Err(UpdateError::Gone(said)),
            Err(lookup) if left_open => Err(UpdateError::Unsettled { said, lookup }),
            Err(_) => Err(UpdateError::Failed(said)),
        }
    }

    /// Who holds the key that the mapping `id` was refused.
    async fn key_taken(
        &self,
        domain: &DomainName,
        id: &MappingId,
        change: &Change,
        said: CallError,
    ) -> UpdateError {
        let look = || self.holder(domain, &change.wanted.key);
        match settle(&said, look, Option::is_some).await {
            Ok(Some(holder)) if holder.id != *id => UpdateError::KeyTaken { holder: Box::new(holder), said },
            _ => UpdateError::Failed(said),
        }
    }

    async fn patch(
        &self,
        domain: &DomainName,
        id: &MappingId,
        change: &Change,
        attempts: &Attempts,
    ) -> Result<Mapping, CallError> {
        let action = Action::UpdateApiMapping;
        let answer = self
            .clients
            .v2
            .update_api_mapping()
            .domain_name(domain.as_str())
            .api_mapping_id(id.as_str())
            .api_id(change.wanted.api_id.as_str())
            .stage(change.wanted.stage.as_str())
            .set_api_mapping_key(change.new_key.then(|| change.wanted.key.to_string()))
            .customize()
            .config_override(attempts.watch())
            .send()
            .await
            .map_err(|error| CallError::new(action, &error))?;
        Mapping::from_api(answer.api_mapping_id(), answer.api_mapping_key(), answer.api_id(), answer.stage())
            .ok_or(CallError::incomplete(action))
    }
}

fn as_wanted(mapping: Mapping, change: &Change) -> Result<Mapping, UpdateError> {
    if mapping.is(&change.wanted) {
        Ok(mapping)
    } else {
        Err(UpdateError::Overtaken { actual: Box::new(mapping) })
    }
}
