//! GetApiMapping.

use super::clients::Calls;
use crate::gateway::sdk_error::if_found;
use crate::gateway::{Failure, Mapping};
use crate::names::{DomainName, MappingId};

impl Calls {
    /// The mapping, or `None` when the service says that it, or its domain, does not
    /// exist.
    pub(in crate::gateway) async fn get_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
    ) -> Result<Option<Mapping>, Failure> {
        let request = self.v2.get_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        let Some(answer) = if_found(request.send().await)? else { return Ok(None) };
        let found =
            Mapping::from_api(answer.api_mapping_id, answer.api_mapping_key, answer.api_id, answer.stage);
        Mapping::expected(found, |found| found.id == *id).map(Some)
    }
}
