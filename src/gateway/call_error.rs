//! How a call can fail: the one place where an answer is judged.
//!
//! Whether another attempt helps (`retry`), whether the service may have done the work
//! all the same ([`Failure::may_have_worked`]) and what a user reads are matches on
//! [`Failure`].

use std::error::Error;
use std::io;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;

use super::action::Action;
use super::causes::{chain, words};

/// A call that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{action}: {failure}")]
pub struct CallError {
    /// Which call.
    pub action: Action,
    /// How it failed.
    pub failure: Failure,
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The service answered, and refused.
    #[error("{message}")]
    Refused {
        /// What kind of refusal it is.
        kind: RefusalKind,
        /// The service's own words: error code, status, request id and message.
        message: String,
        /// How long the service asks to wait before the next call.
        retry_after: Option<Duration>,
    },
    /// An answer that does not come from API Gateway.
    #[error("HTTP status {status} with a body that is not an answer of API Gateway")]
    NotApiGateway {
        /// The HTTP status.
        status: u16,
    },
    /// A success that lacks what this call is made for, or speaks of something else.
    #[error("an answer that does not fit the request")]
    UnexpectedAnswer,
    /// A listing that leads back to a page that was fetched before.
    #[error("a listing that never ends: the service gave the same page token twice")]
    EndlessListing,
    /// No answer came in time.
    #[error("no answer in time")]
    NoAnswer,
    /// The operation's time limit passed.
    #[error("the time limit of {} passed", humantime::format_duration(*limit))]
    OutOfTime {
        /// The time limit.
        limit: Duration,
        /// Whether a request was under way when it passed.
        in_flight: bool,
    },
    /// The connection broke before the answer was complete.
    #[error("{0}")]
    ConnectionLost(String),
    /// No connection was made.
    #[error("{0}")]
    NoConnection(String),
    /// The request was not sent: credentials or settings are at fault.
    #[error("{0}")]
    NotSent(String),
}

/// The kinds of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// 400: the request is wrong in itself.
    BadRequest,
    /// 401 or 403: the credentials do not allow it.
    Denied,
    /// 404 from the service: domain, mapping or API does not exist.
    NotFound,
    /// 409: the key is taken.
    Conflict,
    /// 409 that asks to try again: the domain is being changed by another call.
    ConcurrentChange,
    /// 429: over the account's quota.
    Throttled,
    /// 5xx: the service failed.
    ServerError,
    /// Any other status.
    Other,
}

impl CallError {
    /// The kind of refusal, when the service refused.
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self.failure {
            Failure::Refused { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// Whether the service says that what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        self.refusal() == Some(RefusalKind::NotFound)
    }

    /// Whether the key is taken.
    pub fn is_conflict(&self) -> bool {
        self.refusal() == Some(RefusalKind::Conflict)
    }

    /// Whether the credentials do not allow the call.
    pub fn is_denied(&self) -> bool {
        self.refusal() == Some(RefusalKind::Denied)
    }

    /// Whether a request was under way when the time limit passed, so that it may
    /// still take effect.
    pub(super) fn was_cut_off(&self) -> bool {
        matches!(self.failure, Failure::OutOfTime { in_flight: true, .. })
    }
}

impl Failure {
    /// Whether the service may have done the work although the call failed.
    pub fn may_have_worked(&self) -> bool {
        match self {
            // A throttled create was seen to have created its mapping
            // (hashicorp/aws, acceptance tests), so 429 is no clear no.
            Self::Refused { kind, .. } => {
                matches!(kind, RefusalKind::Throttled | RefusalKind::ServerError)
            }
            Self::NotApiGateway { .. }
            | Self::UnexpectedAnswer
            | Self::NoAnswer
            | Self::ConnectionLost(_) => true,
            Self::OutOfTime { in_flight, .. } => *in_flight,
            Self::EndlessListing | Self::NoConnection(_) | Self::NotSent(_) => false,
        }
    }
}

impl<E> From<SdkError<E, HttpResponse>> for Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match &error {
            SdkError::ServiceError(context) => refused(context.raw(), context.err()),
            SdkError::ResponseError(context) => {
                Self::NotApiGateway { status: context.raw().status().as_u16() }
            }
            SdkError::TimeoutError(_) => Self::NoAnswer,
            SdkError::DispatchFailure(failure) => not_dispatched(failure.as_connector_error()),
            other => Self::NotSent(words(other)),
        }
    }
}

/// The answer, or `None` when the service says that what was asked for does not exist.
pub(super) fn if_found<T>(answer: Result<T, impl Into<Failure>>) -> Result<Option<T>, Failure> {
    match answer.map_err(Into::into) {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Refused { kind: RefusalKind::NotFound, .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The words by which API Gateway marks a conflict that a retry resolves (recorded).
const CONCURRENT_CHANGE: &str = "concurrent modification";

fn refused<E: ProvideErrorMetadata>(response: &HttpResponse, error: &E) -> Failure {
    let status = response.status().as_u16();
    let (code, message) = (error.meta().code(), error.meta().message());
    let kind = kind_of(status, message.unwrap_or_default());
    // An error without a code did not come through the service's own error handling: it
    // is a proxy's or a wrong address's, unless its status or message says enough. A "not
    // found" is never believed then, for it would drop a mapping from the state.
    let is_believed = match kind {
        RefusalKind::Throttled | RefusalKind::ServerError | RefusalKind::Denied => true,
        _ => code.is_some() || message.is_some(),
    };
    if !is_believed {
        return Failure::NotApiGateway { status };
    }
    let message = message.unwrap_or("no message");
    let message = match code {
        Some(code) => {
            let request = response.request_id().map(|id| format!(", request {id}")).unwrap_or_default();
            format!("{code} (HTTP {status}{request}): {message}")
        }
        None => format!("HTTP {status}: {message}"),
    };
    Failure::Refused { kind, message, retry_after: retry_after(response) }
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

/// The seconds that the service asks to wait. (It gives no dates.)
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    response.headers().get("retry-after")?.parse().ok().map(Duration::from_secs)
}

fn not_dispatched(error: Option<&ConnectorError>) -> Failure {
    let Some(error) = error else { return Failure::NotSent("the request could not be sent".to_owned()) };
    // Credentials are found before anything is sent, and over connections of their own.
    if chain(error).any(<dyn Error>::is::<CredentialsError>) {
        return Failure::NotSent(words(error));
    }
    match why_not_connected(error) {
        Some(kind) => {
            // The SDK's error says only that it is one; its cause names the host.
            let at = chain(error).nth(1).map(|cause| format!("{cause}: ")).unwrap_or_default();
            Failure::NoConnection(format!("{at}{kind}"))
        }
        None if error.is_timeout() => Failure::NoAnswer,
        None if error.is_user() => Failure::NotSent(words(error)),
        None => Failure::ConnectionLost(words(error)),
    }
}

/// Why no connection was made, when it is certain that none was.
fn why_not_connected(error: &ConnectorError) -> Option<io::ErrorKind> {
    use io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
    let kinds = [AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable];
    let io = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    kinds.contains(&io.kind()).then_some(io.kind())
}

#[cfg(test)]
mod tests {
    use aws_sdk_apigatewayv2::operation::get_api::GetApiError;
    use aws_smithy_types::body::SdkBody;
    use aws_smithy_types::error::ErrorMetadata;

    use super::*;

    fn answer(status: u16, code: Option<&str>, message: Option<&str>) -> Failure {
        let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        response.headers_mut().insert("retry-after", "7");
        let mut meta = ErrorMetadata::builder();
        if let Some(code) = code {
            meta = meta.code(code);
        }
        if let Some(message) = message {
            meta = meta.message(message);
        }
        SdkError::service_error(GetApiError::generic(meta.build()), response).into()
    }

    fn kind(status: u16, message: &str) -> Option<RefusalKind> {
        error(answer(status, Some("SomeException"), Some(message))).refusal()
    }

    fn error(failure: Failure) -> CallError {
        CallError { action: Action::CreateApiMapping, failure }
    }

    #[test]
    fn a_status_says_what_kind_of_refusal_it_is() {
        for (status, message, expected) in [
            (400, "", RefusalKind::BadRequest),
            (401, "", RefusalKind::Denied),
            (403, "", RefusalKind::Denied),
            (404, "", RefusalKind::NotFound),
            (409, "ApiMapping key already exists for this domain name", RefusalKind::Conflict),
            (
                409,
                "Unable to complete operation due to concurrent modification.",
                RefusalKind::ConcurrentChange,
            ),
            (429, "", RefusalKind::Throttled),
            (500, "", RefusalKind::ServerError),
            (503, "", RefusalKind::ServerError),
            (418, "", RefusalKind::Other),
        ] {
            assert_eq!(kind(status, message), Some(expected), "{status} {message}");
        }
    }

    #[test]
    fn the_kinds_that_others_ask_for_have_a_name() {
        let refused = |status| error(answer(status, Some("E"), Some("m")));
        let asked = |status| {
            let error = refused(status);
            (error.is_not_found(), error.is_conflict(), error.is_denied())
        };
        assert_eq!(asked(404), (true, false, false));
        assert_eq!(asked(409), (false, true, false));
        assert_eq!(asked(403), (false, false, true));
        assert_eq!(error(Failure::NoAnswer).refusal(), None);
    }

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_service() {
        let Failure::Refused { message, retry_after, .. } =
            answer(400, Some("BadRequestException"), Some("No."))
        else {
            panic!("a refusal")
        };
        assert_eq!(message, "BadRequestException (HTTP 400): No.");
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn an_answer_without_an_error_code_is_believed_only_where_its_status_says_enough() {
        for status in [400, 404, 409, 418] {
            assert_eq!(answer(status, None, None), Failure::NotApiGateway { status });
        }
        for status in [403, 429, 500] {
            assert_eq!(answer(status, None, None).to_string(), format!("HTTP {status}: no message"));
        }
        assert_eq!(answer(404, None, Some("gone")).to_string(), "HTTP 404: gone");
    }

    #[test]
    fn work_may_be_done_unless_the_answer_or_its_absence_rules_it_out() {
        let out_of_time = |in_flight| Failure::OutOfTime { limit: Duration::from_secs(1), in_flight };
        let refused = |status| answer(status, Some("E"), Some("m"));
        for failure in [
            refused(429),
            refused(500),
            Failure::NotApiGateway { status: 200 },
            Failure::UnexpectedAnswer,
            Failure::NoAnswer,
            Failure::ConnectionLost(String::new()),
            out_of_time(true),
        ] {
            assert!(failure.may_have_worked(), "{failure}");
        }
        for failure in [
            refused(400),
            refused(403),
            refused(404),
            refused(409),
            Failure::EndlessListing,
            Failure::NoConnection(String::new()),
            Failure::NotSent(String::new()),
            out_of_time(false),
        ] {
            assert!(!failure.may_have_worked(), "{failure}");
        }
        assert!(error(out_of_time(true)).was_cut_off());
        assert!(!error(out_of_time(false)).was_cut_off());
        assert!(!error(Failure::NoAnswer).was_cut_off());
    }

    #[test]
    fn a_connection_that_was_refused_is_told_from_one_that_broke() {
        let failure =
            |error: ConnectorError| Failure::from(SdkError::<GetApiError, _>::dispatch_failure(error));
        let io = |kind: io::ErrorKind| ConnectorError::io(Box::new(io::Error::from(kind)));
        assert!(matches!(failure(io(io::ErrorKind::ConnectionRefused)), Failure::NoConnection(_)));
        assert!(matches!(failure(io(io::ErrorKind::ConnectionReset)), Failure::ConnectionLost(_)));
        assert!(matches!(failure(ConnectorError::timeout("slow".into())), Failure::NoAnswer));
        assert!(matches!(failure(ConnectorError::user("wrong".into())), Failure::NotSent(_)));
        assert!(matches!(failure(ConnectorError::io("broken".into())), Failure::ConnectionLost(_)));
        let unreachable = io::Error::from(io::ErrorKind::ConnectionRefused);
        let no_credentials = CredentialsError::provider_error(unreachable);
        let failed = ConnectorError::other(no_credentials.into(), None);
        assert!(matches!(failure(failed), Failure::NotSent(_)), "nothing was sent to the service");
        assert!(matches!(
            Failure::from(SdkError::<GetApiError, _>::timeout_error("late")),
            Failure::NoAnswer
        ));
        assert!(matches!(
            Failure::from(SdkError::<GetApiError, _>::construction_failure("bad")),
            Failure::NotSent(_)
        ));
    }
}
