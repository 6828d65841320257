//! CreateApiMapping.

use super::answer::answer;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::mapping::{Mapping, MappingSpec};
use crate::gateway::outcome::{CallError, Failure};
use crate::names::DomainName;

impl Calls {
    /// Creates a mapping on `domain`.
    pub(in crate::gateway) async fn create_api_mapping(
        &self,
        domain: &DomainName,
        spec: &MappingSpec,
    ) -> Result<Mapping, CallError> {
        let action = Action::CreateApiMapping;
        let request = self.v2.create_api_mapping();
        let request =
            request.domain_name(domain.as_str()).api_id(spec.api_id.as_str()).stage(spec.stage.as_str());
        // Omitted and empty both mean the root; omitted is what the service documents.
        let key = (!spec.key.is_root()).then(|| spec.key.to_string());
        let created = answer(action, request.set_api_mapping_key(key).send().await)?;
        Mapping::from_api(
            created.api_mapping_id(),
            created.api_mapping_key(),
            created.api_id(),
            created.stage(),
        )
        .filter(|created| created.is(spec))
        .ok_or(CallError { action, failure: Failure::UnexpectedAnswer })
    }
}
