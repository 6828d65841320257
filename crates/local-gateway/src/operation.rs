//! The calls that the endpoint answers, by the names that AWS gives them.

use std::fmt;

/// The operations, and all of them in a list.
macro_rules! operations {
    ($($(#[doc = $doc:literal])? $name:ident,)*) => {
        /// One operation of API Gateway v2, API Gateway v1 (the REST ones), ACM or STS.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the names are the service's own")]
        pub enum Operation {
            $($(#[doc = $doc])? $name,)*
        }

        impl Operation {
            /// Every operation, and that of a call that is none.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

operations! {
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
    CreateRoutingRule,
    DeleteRoutingRule,
    ListRoutingRules,
    /// API Gateway v1.
    CreateRestApi,
    /// API Gateway v1.
    GetRestApi,
    /// API Gateway v1.
    GetRestApis,
    /// API Gateway v1.
    DeleteRestApi,
    /// API Gateway v1.
    GetResources,
    /// API Gateway v1.
    PutMethod,
    /// API Gateway v1.
    PutIntegration,
    /// API Gateway v1.
    CreateDeployment,
    /// API Gateway v1 `GetStage`, for a stage of a REST API.
    GetRestApiStage,
    /// API Gateway v1 `GetStages`, for the stages of a REST API.
    GetRestApiStages,
    /// API Gateway v1 `DeleteStage`, for a stage of a REST API.
    DeleteRestApiStage,
    /// API Gateway v1 `CreateDomainName`, for domain names of all kinds.
    CreateV1DomainName,
    /// API Gateway v1 `GetDomainName`.
    GetV1DomainName,
    /// API Gateway v1 `GetDomainNames`, of public domain names and private ones.
    GetV1DomainNames,
    /// API Gateway v1 `DeleteDomainName`.
    DeleteV1DomainName,
    /// API Gateway v1.
    CreateBasePathMapping,
    /// API Gateway v1.
    GetBasePathMapping,
    /// API Gateway v1.
    GetBasePathMappings,
    /// API Gateway v1.
    DeleteBasePathMapping,
    /// ACM.
    ImportCertificate,
    /// ACM.
    ListCertificates,
    /// ACM.
    DeleteCertificate,
    /// STS.
    GetCallerIdentity,
    /// STS.
    AssumeRole,
    /// STS.
    AssumeRoleWithWebIdentity,
    /// A path or an action that the endpoint does not know.
    Unknown,
}

/// Which service of AWS an operation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwsService {
    ApiGateway,
    Acm,
    Sts,
}

impl Operation {
    /// The operations that change an API mapping.
    pub const MAPPING_WRITES: [Self; 3] =
        [Self::CreateApiMapping, Self::UpdateApiMapping, Self::DeleteApiMapping];

    /// The operations that read API mappings.
    pub const MAPPING_READS: [Self; 2] = [Self::GetApiMapping, Self::GetApiMappings];

    /// Whether the call goes to API Gateway: what its quota counts, and what a
    /// fault on API Gateway applies to. STS and ACM are other services.
    #[must_use]
    pub fn is_api_gateway(self) -> bool {
        self.service() == AwsService::ApiGateway
    }

    pub(crate) fn service(self) -> AwsService {
        match self {
            Self::GetCallerIdentity | Self::AssumeRole | Self::AssumeRoleWithWebIdentity => AwsService::Sts,
            Self::ImportCertificate | Self::ListCertificates | Self::DeleteCertificate => AwsService::Acm,
            _ => AwsService::ApiGateway,
        }
    }

    /// Whether it is of API Gateway v1, which has other answers and no path of `/v2`.
    pub(crate) fn is_v1(self) -> bool {
        matches!(
            self,
            Self::CreateRestApi
                | Self::GetRestApi
                | Self::GetRestApis
                | Self::DeleteRestApi
                | Self::GetResources
                | Self::PutMethod
                | Self::PutIntegration
                | Self::CreateDeployment
                | Self::GetRestApiStage
                | Self::GetRestApiStages
                | Self::DeleteRestApiStage
                | Self::CreateV1DomainName
                | Self::GetV1DomainName
                | Self::GetV1DomainNames
                | Self::DeleteV1DomainName
                | Self::CreateBasePathMapping
                | Self::GetBasePathMapping
                | Self::GetBasePathMappings
                | Self::DeleteBasePathMapping
        )
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
