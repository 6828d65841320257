//! GetApi for WebSocket and HTTP APIs, and GetRestApi for those that version 2 of the
//! service does not see.

use aws_sdk_apigatewayv2::types::ProtocolType;

use super::clients::Calls;
use crate::gateway::call_error::fits;
use crate::gateway::sdk_error::if_found;
use crate::gateway::{Failure, Protocol};

impl Calls {
    /// The kind of the API, or `None` when version 2 of the service does not know it.
    pub(in crate::gateway) async fn get_api(&self, id: &str) -> Result<Option<Protocol>, Failure> {
        let found = if_found(self.v2.get_api().api_id(id).send().await)?;
        let Some(api) = found else { return Ok(None) };
        fits("API", api.api_id(), id)?;
        Ok(Some(match api.protocol_type() {
            Some(ProtocolType::Websocket) => Protocol::WebSocket,
            _ => Protocol::Http,
        }))
    }

    /// Whether there is such a REST API.
    pub(in crate::gateway) async fn has_rest_api(&self, id: &str) -> Result<bool, Failure> {
        let found = if_found(self.v1.get_rest_api().rest_api_id(id).send().await)?;
        found.map(|api| fits("REST API", api.id(), id)).transpose().map(|found| found.is_some())
    }
}
