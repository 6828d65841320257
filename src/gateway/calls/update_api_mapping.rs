//! UpdateApiMapping: changes API, stage or key; the mapping keeps its id.

use super::answer::answer;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::mapping::{Mapping, MappingUpdate};
use crate::gateway::outcome::{CallError, Failure};
use crate::names::{DomainName, MappingId};

impl Calls {
    /// Changes the mapping `id` on `domain`; gives back what the service says it is now.
    pub(in crate::gateway) async fn update_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
        update: &MappingUpdate,
    ) -> Result<Mapping, CallError> {
        let action = Action::UpdateApiMapping;
        let spec = &update.spec;
        let request = self.v2.update_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        let request = request.api_id(spec.api_id.as_str()).stage(spec.stage.as_str());
        let key = update.new_key.then(|| spec.key.to_string());
        let updated = answer(action, request.set_api_mapping_key(key).send().await)?;
        Mapping::from_api(
            updated.api_mapping_id(),
            updated.api_mapping_key(),
            updated.api_id(),
            updated.stage(),
        )
        .filter(|updated| updated.id == *id)
        .ok_or(CallError { action, failure: Failure::UnexpectedAnswer })
    }
}
