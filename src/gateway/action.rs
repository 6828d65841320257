//! The operations that this provider calls, and the permission for each.

use std::fmt;

/// An operation of API Gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Creates a mapping.
    CreateApiMapping,
    /// Reads one mapping.
    GetApiMapping,
    /// Lists a domain's mappings.
    GetApiMappings,
    /// Changes a mapping in place.
    UpdateApiMapping,
    /// Deletes a mapping.
    DeleteApiMapping,
    /// Reads a custom domain name.
    GetDomainName,
    /// Lists the account's custom domain names.
    GetDomainNames,
    /// Lists a domain's routing rules.
    ListRoutingRules,
    /// Reads a WebSocket or HTTP API.
    GetApi,
    /// Reads a stage of a WebSocket or HTTP API.
    GetStage,
    /// Reads a REST API.
    GetRestApi,
    /// Reads a stage of a REST API.
    GetRestApiStage,
}

impl Action {
    /// The IAM action and resource that allow the call, as a policy names them.
    pub fn permission(self) -> &'static str {
        match self {
            Self::CreateApiMapping => "apigateway:POST on /domainnames/*/apimappings",
            Self::GetApiMapping => "apigateway:GET on /domainnames/*/apimappings/*",
            Self::GetApiMappings => "apigateway:GET on /domainnames/*/apimappings",
            Self::UpdateApiMapping => "apigateway:PATCH on /domainnames/*/apimappings/*",
            Self::DeleteApiMapping => "apigateway:DELETE on /domainnames/*/apimappings/*",
            Self::GetDomainName => "apigateway:GET on /domainnames/*",
            Self::GetDomainNames => "apigateway:GET on /domainnames",
            Self::ListRoutingRules => "apigateway:ListRoutingRules on /domainnames/*/routingrules/*",
            Self::GetApi => "apigateway:GET on /apis/*",
            Self::GetStage => "apigateway:GET on /apis/*/stages/*",
            Self::GetRestApi => "apigateway:GET on /restapis/*",
            Self::GetRestApiStage => "apigateway:GET on /restapis/*/stages/*",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_names_the_method_and_the_path_of_the_call() {
        for (action, method, path) in [
            (Action::CreateApiMapping, "POST", "/domainnames/*/apimappings"),
            (Action::GetApiMapping, "GET", "/domainnames/*/apimappings/*"),
            (Action::GetApiMappings, "GET", "/domainnames/*/apimappings"),
            (Action::UpdateApiMapping, "PATCH", "/domainnames/*/apimappings/*"),
            (Action::DeleteApiMapping, "DELETE", "/domainnames/*/apimappings/*"),
            (Action::GetDomainName, "GET", "/domainnames/*"),
            (Action::GetDomainNames, "GET", "/domainnames"),
            (Action::ListRoutingRules, "ListRoutingRules", "/domainnames/*/routingrules/*"),
            (Action::GetApi, "GET", "/apis/*"),
            (Action::GetStage, "GET", "/apis/*/stages/*"),
            (Action::GetRestApi, "GET", "/restapis/*"),
            (Action::GetRestApiStage, "GET", "/restapis/*/stages/*"),
        ] {
            assert_eq!(action.permission(), format!("apigateway:{method} on {path}"));
        }
    }

    #[test]
    fn an_action_is_written_as_the_service_writes_it() {
        assert_eq!(Action::GetApiMappings.to_string(), "GetApiMappings");
    }
}
