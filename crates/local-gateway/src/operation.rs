//! The calls that the endpoint answers, by the names that AWS gives them.

use std::fmt;

/// The operations of each service, and all of them in a list.
macro_rules! operations {
    ($($service:ident { $($(#[doc = $doc:literal])? $name:ident,)* })*) => {
        /// One operation of API Gateway v2, API Gateway v1, ACM or STS.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the names are the service's own")]
        pub enum Operation {
            $($($(#[doc = $doc])? $name,)*)*
        }

        impl Operation {
            /// Every operation, and that of a call that is none.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            pub(crate) fn service(self) -> AwsService {
                match self {
                    $($(Self::$name)|* => AwsService::$service,)*
                }
            }
        }
    };
}

operations! {
    ApiGatewayV2 {
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
        /// A path or an action that the endpoint does not know.
        Unknown,
    }
    ApiGatewayV1 {
        CreateRestApi,
        GetRestApi,
        GetRestApis,
        DeleteRestApi,
        GetResources,
        PutMethod,
        PutIntegration,
        CreateDeployment,
        /// `GetStage`, for a stage of a REST API.
        GetRestApiStage,
        /// `GetStages`, for the stages of a REST API.
        GetRestApiStages,
        /// `DeleteStage`, for a stage of a REST API.
        DeleteRestApiStage,
        /// `CreateDomainName`, for domain names of all kinds.
        CreateV1DomainName,
        /// `GetDomainName`.
        GetV1DomainName,
        /// `GetDomainNames`, of public domain names and private ones.
        GetV1DomainNames,
        /// `DeleteDomainName`.
        DeleteV1DomainName,
        CreateBasePathMapping,
        GetBasePathMapping,
        GetBasePathMappings,
        DeleteBasePathMapping,
    }
    Acm {
        ImportCertificate,
        ListCertificates,
        DeleteCertificate,
    }
    Sts {
        GetCallerIdentity,
        AssumeRole,
        AssumeRoleWithWebIdentity,
    }
}

/// Which service of AWS an operation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwsService {
    /// It also answers calls of no operation.
    ApiGatewayV2,
    ApiGatewayV1,
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
        matches!(self.service(), AwsService::ApiGatewayV1 | AwsService::ApiGatewayV2)
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
