//! DeleteApiMapping.

use aws_sdk_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;

use super::clients::Calls;
use crate::gateway::Failure;
use crate::gateway::sdk_error::if_found;
use crate::names::{DomainName, MappingId};

impl Calls {
    /// Deletes the mapping. One that does not exist, or whose domain does not exist, is
    /// deleted already. A success with any other status than the service's own is none.
    pub(in crate::gateway) async fn delete_api_mapping(
        &self,
        domain: &DomainName,
        id: &MappingId,
    ) -> Result<(), Failure> {
        let request = self.v2.delete_api_mapping().domain_name(domain.as_str()).api_mapping_id(id.as_str());
        if_found(request.customize().interceptor(NoContent).send().await).map(drop)
    }
}

/// Refuses a success that is not 204, which the SDK takes for one.
#[derive(Debug)]
struct NoContent;

impl Intercept for NoContent {
    fn name(&self) -> &'static str {
        "no content"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let status = context.response().status();
        if status.is_success() && status.as_u16() != 204 {
            return Err("a delete is answered with 204".into());
        }
        Ok(())
    }
}
