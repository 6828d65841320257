//! GetApi for WebSocket and HTTP APIs, and GetRestApi for those that version 2 of the
//! service does not see.

use aws_sdk_apigateway::operation::get_rest_api::GetRestApiOutput;
use aws_sdk_apigateway::types::EndpointType;
use aws_sdk_apigatewayv2::types::ProtocolType;

use super::clients::Calls;
use crate::gateway::call_error::fits;
use crate::gateway::domain_facts::is_enhanced;
use crate::gateway::sdk_error::if_found;
use crate::gateway::{ApiFacts, Failure, Protocol};

impl Calls {
    /// What matters of the API, or `None` when version 2 of the service does not know it.
    pub(in crate::gateway) async fn get_api(&self, id: &str) -> Result<Option<ApiFacts>, Failure> {
        let found = if_found(self.v2.get_api().api_id(id).send().await)?;
        let Some(api) = found else { return Ok(None) };
        fits("API", api.api_id(), id)?;
        Ok(Some(ApiFacts::of(kind(api.protocol_type()))))
    }

    /// What matters of the REST API, or `None` when there is no such one.
    pub(in crate::gateway) async fn get_rest_api(&self, id: &str) -> Result<Option<ApiFacts>, Failure> {
        let found = if_found(self.v1.get_rest_api().rest_api_id(id).send().await)?;
        let Some(api) = found else { return Ok(None) };
        fits("REST API", api.id(), id)?;
        Ok(Some(rest_api(&api)))
    }
}

fn kind(protocol: Option<&ProtocolType>) -> Protocol {
    match protocol {
        Some(ProtocolType::Websocket) => Protocol::WebSocket,
        Some(ProtocolType::Http) => Protocol::Http,
        _ => Protocol::Other,
    }
}

fn rest_api(api: &GetRestApiOutput) -> ApiFacts {
    let endpoint = api.endpoint_configuration();
    ApiFacts {
        protocol: Protocol::Rest,
        private: endpoint.is_some_and(|endpoint| endpoint.types().contains(&EndpointType::Private)),
        enhanced_policy: api.security_policy().is_some_and(|policy| is_enhanced(policy.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_apigateway::types::{EndpointConfiguration, SecurityPolicy};

    use super::*;

    #[test]
    fn a_kind_that_is_not_known_is_not_taken_for_another() {
        assert_eq!(kind(Some(&ProtocolType::Websocket)), Protocol::WebSocket);
        assert_eq!(kind(Some(&ProtocolType::Http)), Protocol::Http);
        assert_eq!(kind(Some(&ProtocolType::from("MQTT"))), Protocol::Other);
        assert_eq!(kind(None), Protocol::Other);
    }

    #[test]
    fn a_rest_api_tells_whether_it_is_private_and_its_policy_enhanced() {
        let with = |endpoint, policy: &str| {
            let endpoint = EndpointConfiguration::builder().types(endpoint).build();
            let policy = SecurityPolicy::from(policy);
            rest_api(
                &GetRestApiOutput::builder().endpoint_configuration(endpoint).security_policy(policy).build(),
            )
        };
        let rest = ApiFacts::of(Protocol::Rest);
        assert_eq!(with(EndpointType::Edge, "TLS_1_0"), rest);
        assert_eq!(with(EndpointType::Private, "TLS_1_2"), ApiFacts { private: true, ..rest });
        let enhanced = with(EndpointType::Regional, "SecurityPolicy_TLS13_1_3_2025_09");
        assert_eq!(enhanced, ApiFacts { enhanced_policy: true, ..rest });
        assert_eq!(rest_api(&GetRestApiOutput::builder().build()), rest);
    }
}
