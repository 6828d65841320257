//! GetApiMapping.

use super::answer::answer_if_found;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::mapping::Mapping;
use crate::gateway::outcome::{CallError, Failure};
use crate::names::{DomainName, MappingId};

impl Calls {
    /// The mapping, or `None` when the service says that it, or its domain, does not
    /// exist.
    pub(in crate::gateway) async fn get_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
    ) -> Result<Option<Mapping>, CallError> {
        let action = Action::GetApiMapping;
        let request = self.v2.get_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        let Some(found) = answer_if_found(action, request.send().await)? else { return Ok(None) };
        let mapping =
            Mapping::from_api(found.api_mapping_id(), found.api_mapping_key(), found.api_id(), found.stage());
        match mapping.filter(|mapping| mapping.id == *id) {
            Some(mapping) => Ok(Some(mapping)),
            None => Err(CallError { action, failure: Failure::UnexpectedAnswer }),
        }
    }
}
