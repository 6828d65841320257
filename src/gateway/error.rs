//! What can go wrong with a call.
//!
//! One error type for all operations: which call it was, and how it failed. The
//! distinction that matters most is whether a write may have happened all the
//! same, [`CallError::leaves_open`].

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;

/// A call that API Gateway offers and this provider makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Lists the account's custom domain names.
    GetDomainNames,
}

impl Action {
    /// The IAM action and resource that allow the call, as a policy names them.
    #[must_use]
    pub fn permission(self) -> &'static str {
        match self {
            Self::CreateApiMapping => "apigateway:POST on /domainnames/*/apimappings",
            Self::GetApiMapping => "apigateway:GET on /domainnames/*/apimappings/*",
            Self::GetApiMappings => "apigateway:GET on /domainnames/*/apimappings",
            Self::UpdateApiMapping => "apigateway:PATCH on /domainnames/*/apimappings/*",
            Self::DeleteApiMapping => "apigateway:DELETE on /domainnames/*/apimappings/*",
            Self::GetDomainName => "apigateway:GET on /domainnames/*",
            Self::ListRoutingRules => "apigateway:ListRoutingRules on /domainnames/*/routingrules/*",
            Self::GetApi => "apigateway:GET on /apis/*",
            Self::GetStage => "apigateway:GET on /apis/*/stages/*",
            Self::GetRestApi => "apigateway:GET on /restapis/*",
            Self::GetRestApiStage => "apigateway:GET on /restapis/*/stages/*",
            Self::GetDomainNames => "apigateway:GET on /domainnames",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A call that failed, after all the retries it deserved.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{action}: {failure}")]
pub struct CallError {
    /// Which call.
    pub action: Action,
    /// How it failed.
    pub failure: Failure,
}

/// How a call failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The service answered, and refused.
    #[error("{}", .message)]
    Refused {
        /// What kind of refusal it was.
        kind: RefusalKind,
        /// The HTTP status.
        status: u16,
        /// The service's own words: status, error code, message and request id.
        message: String,
    },
    /// Something answered that is not an answer of API Gateway.
    #[error("HTTP status {status} with a body that is not an answer of API Gateway")]
    Unintelligible {
        /// The HTTP status.
        status: u16,
    },
    /// A success that does not say what it should.
    #[error("an answer without the fields that this call answers with")]
    Incomplete,
    /// No answer came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The caller's time was up, retries and all.
    #[error("the time limit of {} passed", humantime::format_duration(*.0))]
    OutOfTime(Duration),
    /// A connection that broke.
    #[error("{0}")]
    Unreachable(String),
    /// No connection, so nothing was sent.
    #[error("{0}")]
    Unsent(String),
    /// The request never left: credentials or settings are at fault.
    #[error("{0}")]
    NotSent(String),
}

/// The kinds of refusal that somebody tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// 400: the request is wrong in itself.
    BadRequest,
    /// 401 or 403: the credentials do not allow it.
    Denied,
    /// 404 from the service: domain, mapping or API is not there.
    NotFound,
    /// 409: the key is taken.
    Conflict,
    /// 409 that asks to try again: somebody else changes the same domain.
    ConcurrentChange,
    /// 429: over the account's quota.
    Throttled,
    /// 5xx: the service stumbled.
    ServerError,
    /// Any other status.
    Other,
}

impl CallError {
    /// Sorts an SDK error.
    pub(super) fn new<E>(action: Action, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let failure = match error {
            SdkError::ServiceError(context) => refused(context.raw(), context.err()),
            SdkError::ResponseError(context) => {
                Failure::Unintelligible { status: context.raw().status().as_u16() }
            }
            SdkError::TimeoutError(_) => Failure::TimedOut,
            SdkError::DispatchFailure(failure) => dispatch_failure(failure.as_connector_error()),
            other => Failure::NotSent(explain(other)),
        };
        Self { action, failure }
    }

    /// A success that lacks what the call is made for.
    pub(super) fn incomplete(action: Action) -> Self {
        Self { action, failure: Failure::Incomplete }
    }

    /// Whether the service may have done the work although the call failed.
    #[must_use]
    pub fn leaves_open(&self) -> bool {
        match &self.failure {
            // A throttled create was seen to have created its mapping
            // (hashicorp/aws, acceptance tests), so 429 is no clear no.
            Failure::Refused { kind, .. } => {
                matches!(kind, RefusalKind::Throttled | RefusalKind::ServerError)
            }
            Failure::Unintelligible { .. }
            | Failure::Incomplete
            | Failure::TimedOut
            | Failure::OutOfTime(_)
            | Failure::Unreachable(_) => true,
            Failure::Unsent(_) | Failure::NotSent(_) => false,
        }
    }

    /// Whether the call was cut off while it may have been under way.
    #[must_use]
    pub(super) fn was_cut_off(&self) -> bool {
        matches!(self.failure, Failure::OutOfTime(_))
    }

    /// The kind of refusal, when the service refused.
    #[must_use]
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self.failure {
            Failure::Refused { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// Whether the service itself says that what was asked for is not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.refusal() == Some(RefusalKind::NotFound)
    }

    /// Whether the key is taken.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.refusal() == Some(RefusalKind::Conflict)
    }
}

/// The words by which API Gateway marks a conflict that a retry resolves.
pub(super) const CONCURRENT_CHANGE: &str = "concurrent modification";

fn refused<E: ProvideErrorMetadata>(response: &HttpResponse, error: &E) -> Failure {
    let status = response.status().as_u16();
    let Some(code) = error.meta().code() else {
        return without_code(status, error.meta().message());
    };
    let message = error.meta().message().unwrap_or("no message");
    Failure::Refused {
        kind: kind_of(status, message),
        status,
        message: in_own_words(status, code, message, response.request_id()),
    }
}

/// An error answer without an error code did not come through the service's own
/// error handling: a proxy or a wrong address, unless its status says enough.
fn without_code(status: u16, message: Option<&str>) -> Failure {
    let kind = kind_of(status, message.unwrap_or_default());
    match (kind, message) {
        // Believing a stranger's "not found" would drop a mapping from the state.
        (RefusalKind::NotFound, None) => Failure::Unintelligible { status },
        (RefusalKind::Throttled | RefusalKind::ServerError | RefusalKind::Denied, _) | (_, Some(_)) => {
            Failure::Refused {
                kind,
                status,
                message: format!("HTTP {status}: {}", message.unwrap_or("no message")),
            }
        }
        _ => Failure::Unintelligible { status },
    }
}

fn kind_of(status: u16, message: &str) -> RefusalKind {
    match status {
        400 => RefusalKind::BadRequest,
        401 | 403 => RefusalKind::Denied,
        404 => RefusalKind::NotFound,
        409 if message.contains(CONCURRENT_CHANGE) => RefusalKind::ConcurrentChange,
        409 => RefusalKind::Conflict,
        429 => RefusalKind::Throttled,
        500.. => RefusalKind::ServerError,
        _ => RefusalKind::Other,
    }
}

fn in_own_words(status: u16, code: &str, message: &str, request_id: Option<&str>) -> String {
    let request = request_id.map(|id| format!(", request {id}")).unwrap_or_default();
    format!("{code} (HTTP {status}{request}): {message}")
}

fn dispatch_failure(error: Option<&ConnectorError>) -> Failure {
    match error {
        Some(error) if is_unsent(error) => Failure::Unsent(explain(error)),
        Some(error) if error.is_timeout() => Failure::TimedOut,
        Some(error) if error.is_user() => Failure::NotSent(explain(error)),
        Some(error) => Failure::Unreachable(explain(error)),
        None => Failure::NotSent("the request could not be sent".to_owned()),
    }
}

/// Whether it is certain that no connection came about.
pub(super) fn is_unsent(error: &ConnectorError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            use io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
            let kinds = [AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable];
            return kinds.contains(&error.kind());
        }
        cause = error.source();
    }
    false
}

/// An error and its causes as one line, without saying anything twice.
#[must_use]
pub fn explain(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
        cause = error.source();
    }
    line
}
