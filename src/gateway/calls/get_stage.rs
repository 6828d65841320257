//! GetStage, in both versions of the service.

use super::clients::Calls;
use crate::gateway::Failure;
use crate::gateway::call_error::fits;
use crate::gateway::sdk_error::if_found;
use crate::names::{ApiId, StageName};

impl Calls {
    /// Whether the WebSocket or HTTP API has the stage.
    pub(in crate::gateway) async fn has_stage(
        &self,
        api: &ApiId,
        stage: &StageName,
    ) -> Result<bool, Failure> {
        let request = self.v2.get_stage().api_id(api.as_str()).stage_name(stage.as_str());
        let Some(found) = if_found(request.send().await)? else { return Ok(false) };
        fits("stage", found.stage_name(), stage.as_str()).map(|()| true)
    }

    /// Whether the REST API has the stage.
    pub(in crate::gateway) async fn has_rest_api_stage(
        &self,
        api: &ApiId,
        stage: &StageName,
    ) -> Result<bool, Failure> {
        let request = self.v1.get_stage().rest_api_id(api.as_str()).stage_name(stage.as_str());
        let Some(found) = if_found(request.send().await)? else { return Ok(false) };
        fits("stage", found.stage_name(), stage.as_str()).map(|()| true)
    }
}
