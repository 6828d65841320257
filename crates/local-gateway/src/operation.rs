//! The calls that the endpoint answers, by the names that AWS gives them.

use std::fmt;

/// One operation of API Gateway v2, API Gateway v1 (the REST ones) or STS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum Operation {
    CreateApiMapping,
    GetApiMapping,
    GetApiMappings,
    UpdateApiMapping,
    DeleteApiMapping,
    CreateDomainName,
    GetDomainName,
    GetDomainNames,
    UpdateDomainName,
    DeleteDomainName,
    CreateApi,
    GetApi,
    GetApis,
    DeleteApi,
    CreateStage,
    GetStage,
    GetStages,
    DeleteStage,
    ListRoutingRules,
    /// API Gateway v1.
    GetRestApi,
    /// API Gateway v1.
    GetRestApis,
    /// API Gateway v1 `GetStage`, for a stage of a REST API.
    GetRestApiStage,
    /// API Gateway v1 `GetStages`, for the stages of a REST API.
    GetRestApiStages,
    /// STS.
    GetCallerIdentity,
    /// STS.
    AssumeRole,
    /// STS.
    AssumeRoleWithWebIdentity,
    /// A path or an STS action that the endpoint does not know.
    Unknown,
}

impl Operation {
    /// The operations that change an API mapping.
    pub const MAPPING_WRITES: [Self; 3] =
        [Self::CreateApiMapping, Self::UpdateApiMapping, Self::DeleteApiMapping];

    /// The operations that read API mappings.
    pub const MAPPING_READS: [Self; 2] = [Self::GetApiMapping, Self::GetApiMappings];

    /// Whether the call goes to API Gateway: what its quota counts, and what a
    /// fault on API Gateway applies to. STS is another service.
    #[must_use]
    pub fn is_api_gateway(self) -> bool {
        !matches!(self, Self::GetCallerIdentity | Self::AssumeRole | Self::AssumeRoleWithWebIdentity)
    }

    /// Whether a caller has to sign. Only a web identity brings a token instead.
    pub(crate) fn needs_signature(self) -> bool {
        self != Self::AssumeRoleWithWebIdentity
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
