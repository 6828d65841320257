//! CreateApiMapping.

use super::clients::Calls;
use crate::gateway::{Failure, Mapping, MappingSpec};
use crate::names::DomainName;

impl Calls {
    /// Creates a mapping on `domain`.
    pub(in crate::gateway) async fn create_api_mapping(
        &self,
        domain: &DomainName,
        spec: &MappingSpec,
    ) -> Result<Mapping, Failure> {
        let request = self.v2.create_api_mapping().domain_name(domain.as_str());
        let request = request.api_id(spec.api_id.as_str()).stage(spec.stage.as_str());
        // Omitted and empty both mean the root; omitted is what the service documents.
        let key = (!spec.key.is_root()).then(|| spec.key.to_string());
        let answer = request.set_api_mapping_key(key).send().await?;
        let created =
            Mapping::from_api(answer.api_mapping_id, answer.api_mapping_key, answer.api_id, answer.stage);
        Mapping::expected(created, |created| created.is(spec))
    }
}
