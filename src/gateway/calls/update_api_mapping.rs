//! UpdateApiMapping: changes API, stage or key; the mapping keeps its id.

use super::clients::Calls;
use crate::gateway::{Failure, Mapping, MappingUpdate};
use crate::names::{DomainName, MappingId};

impl Calls {
    /// Changes the mapping `id` on `domain`; an answer that
    /// says anything but what was asked for is unexpected.
    pub(in crate::gateway) async fn update_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
        update: &MappingUpdate,
    ) -> Result<Mapping, Failure> {
        let spec = &update.spec;
        let request = self.v2.update_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        let request = request.api_id(spec.api_id.as_str()).stage(spec.stage.as_str());
        let key = update.new_key.then(|| spec.key.to_string());
        let answer = request.set_api_mapping_key(key).send().await?;
        let updated =
            Mapping::from_api(answer.api_mapping_id, answer.api_mapping_key, answer.api_id, answer.stage);
        Mapping::expected(updated, |updated| updated.id == *id && updated.is(spec))
    }
}
