//! DeleteApiMapping.

use super::clients::Calls;
use crate::gateway::Failure;
use crate::gateway::call_error::if_found;
use crate::names::{DomainName, MappingId};

impl Calls {
    /// Deletes the mapping. One that does not exist, or whose domain does not exist, is
    /// deleted already.
    pub(in crate::gateway) async fn delete_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
    ) -> Result<(), Failure> {
        let request = self.v2.delete_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        if_found(request.send().await).map(drop)
    }
}
