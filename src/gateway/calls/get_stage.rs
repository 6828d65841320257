//! GetStage, in both versions of the service.

use super::answer::answer_if_found;
use super::clients::Calls;
use crate::gateway::action::Action;
use crate::gateway::outcome::CallError;
use crate::names::{ApiId, StageName};

impl Calls {
    /// Whether the WebSocket or HTTP API has the stage.
    pub(in crate::gateway) async fn has_stage(
        &self,
        api: &ApiId,
        stage: &StageName,
    ) -> Result<bool, CallError> {
        let request = self.v2.get_stage().api_id(api.as_str()).stage_name(stage.as_str());
        Ok(answer_if_found(Action::GetStage, request.send().await)?.is_some())
    }

    /// Whether the REST API has the stage.
    pub(in crate::gateway) async fn has_rest_api_stage(
        &self,
        api: &ApiId,
        stage: &StageName,
    ) -> Result<bool, CallError> {
        let request = self.v1.get_stage().rest_api_id(api.as_str()).stage_name(stage.as_str());
        Ok(answer_if_found(Action::GetRestApiStage, request.send().await)?.is_some())
    }
}
