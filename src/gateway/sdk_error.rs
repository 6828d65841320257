//! What an answer that is no success says, and what the absence of an answer: the one
//! place where it is judged.
//!
//! A status alone proves nothing: proxies and gateways answer with any, in HTML or JSON.
//! What API Gateway refuses, it refuses with an error code. Anything else comes from
//! something in its place, and says nothing about what exists.

use std::error::Error;
use std::io;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use http_body_util::LengthLimitError;

use super::call_error::shortened;
use super::causes::{chain, is_unknown_host, is_untrusted_certificate, words};
use super::{Failure, RefusalKind};
use crate::evidence::signs::{CONFLICT, NOT_FOUND};

impl<E> From<SdkError<E, HttpResponse>> for Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match &error {
            SdkError::ServiceError(context) => {
                refused(context.raw(), context.err().code(), context.err().message())
            }
            SdkError::ResponseError(context) => not_api_gateway(context.raw(), None),
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

/// The longest time to wait that is believed, a day: no operation lasts as long, and no
/// clock overflows.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

fn refused(response: &HttpResponse, code: Option<&str>, message: Option<&str>) -> Failure {
    let status = response.status().as_u16();
    let (Some(code), true) = (code, status != 404 || code == Some(NOT_FOUND)) else {
        return not_api_gateway(response, code);
    };
    let mut kind = kind_of(status, code, message.unwrap_or_default());
    // Version 1 calls a rate exceeded a limit, too, and says when to try again.
    if kind == RefusalKind::QuotaReached && retry_after(response).is_some() {
        kind = RefusalKind::Throttled;
    }
    let request = response.request_id().map(|id| format!(", request {id}")).unwrap_or_default();
    let message = shortened(message.unwrap_or("no message"));
    let message = format!("{} (HTTP {status}{request}): {message}", shortened(code));
    Failure::Refused { kind, message, retry_after: retry_after(response) }
}

fn kind_of(status: u16, code: &str, message: &str) -> RefusalKind {
    match (status, code) {
        (500.., _) => RefusalKind::ServerError,
        (_, "ExpiredTokenException" | "ExpiredToken" | "RequestExpired") => RefusalKind::SessionExpired,
        (
            _,
            "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException",
        ) => RefusalKind::CredentialsNotAccepted,
        (_, "OptInRequired") => RefusalKind::NotOptedIn,
        (_, "AccessDeniedException" | "AccessDenied") => RefusalKind::Denied,
        (404, NOT_FOUND) => RefusalKind::NotFound,
        (CONFLICT, _) if message.contains(CONCURRENT_CHANGE) => RefusalKind::ConcurrentChange,
        (CONFLICT, _) => RefusalKind::Conflict,
        _ if speaks_of_a_quota(status, code, message) => RefusalKind::QuotaReached,
        (429, _) | (_, "ThrottlingException" | "Throttling" | "RequestLimitExceeded") => {
            RefusalKind::Throttled
        }
        (400, _) => RefusalKind::BadRequest,
        _ => RefusalKind::Other,
    }
}

/// Whether it is a quota of things, not of calls. `LimitExceededException` with `Maximum
/// number of … has been reached` is on record for PutRestApi (hashicorp/aws, 37605).
fn speaks_of_a_quota(status: u16, code: &str, message: &str) -> bool {
    let words = ["Maximum number of", "has been reached", "quota"];
    matches!(code, "LimitExceededException" | "LimitExceeded" | "ServiceQuotaExceededException")
        || status == 429 && words.iter().any(|words| message.contains(words))
}

/// The seconds that the service asks to wait. (It gives no dates.)
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let seconds: u64 = response.headers().get("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

/// An answer of something else, told by what came with its status.
fn not_api_gateway(response: &HttpResponse, code: Option<&str>) -> Failure {
    let body = response.body().bytes().unwrap_or_default();
    let type_ = response.headers().get("content-type").unwrap_or_default();
    let with = match (code, message_in(body)) {
        (Some(code), Some(message)) => format!("with the error code {code}: {message}"),
        (Some(code), None) => format!("with the error code {code}"),
        (None, Some(message)) => format!("without an error code: {message}"),
        _ if body.trim_ascii().is_empty() => "without a body".to_owned(),
        _ if type_.contains("html") || body.trim_ascii_start().starts_with(b"<") => {
            "with a page of HTML".to_owned()
        }
        _ => "with a body that is not an answer of API Gateway".to_owned(),
    };
    Failure::NotApiGateway { status: response.status().as_u16(), with: shortened(&with) }
}

/// What a body in JSON says, as most gateways word it. (The SDK gives it with a code only.)
fn message_in(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let message = body.get("message").or_else(|| body.get("Message"))?.as_str()?;
    Some(message.to_owned()).filter(|message| !message.is_empty())
}

fn not_dispatched(error: Option<&ConnectorError>) -> Failure {
    let Some(error) = error else { return Failure::NotSent("the request could not be sent".to_owned()) };
    // Credentials are found before anything is sent, and over connections of their own.
    if chain(error).any(<dyn Error>::is::<CredentialsError>) {
        return Failure::NotSent(words(error));
    }
    if chain(error).any(<dyn Error>::is::<LengthLimitError>) {
        return Failure::UnexpectedAnswer("a body larger than any that API Gateway sends".to_owned());
    }
    if let Some(kind) = why_not_connected(error) {
        // The SDK's error says only that it is one; its cause names the host.
        let at = chain(error).nth(1).map(|cause| format!("{cause}: ")).unwrap_or_default();
        return Failure::NoConnection(format!("{at}{kind}"));
    }
    let words = words(error);
    match () {
        () if is_untrusted_certificate(&words) => Failure::UntrustedCertificate(words),
        () if is_unknown_host(&words) => Failure::NoSuchHost(words),
        () if error.is_timeout() => Failure::NoAnswer,
        () if error.is_user() => Failure::NotSent(words),
        () => Failure::ConnectionLost(words),
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

    use super::*;

    fn response(status: u16, content_type: &'static str, body: &'static str) -> HttpResponse {
        let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
        response.headers_mut().insert("content-type", content_type);
        response
    }

    fn answer(status: u16, code: Option<&str>, message: Option<&str>) -> Failure {
        refused(&response(status, "application/json", "{}"), code, message)
    }

    fn kind(status: u16, code: &str, message: &str) -> Option<RefusalKind> {
        match answer(status, Some(code), Some(message)) {
            Failure::Refused { kind, .. } => Some(kind),
            _ => None,
        }
    }

    #[test]
    fn status_and_code_say_what_kind_of_refusal_it_is() {
        use RefusalKind::*;
        for (status, code, message, expected) in [
            (400, "BadRequestException", "", BadRequest),
            (403, "AccessDeniedException", "", Denied),
            (403, "ExpiredTokenException", "", SessionExpired),
            (400, "ExpiredTokenException", "", SessionExpired),
            (403, "UnrecognizedClientException", "", CredentialsNotAccepted),
            (403, "InvalidSignatureException", "Signature expired", CredentialsNotAccepted),
            (403, "IncompleteSignature", "", CredentialsNotAccepted),
            (403, "OptInRequired", "", NotOptedIn),
            (403, "WAFForbiddenException", "", Other),
            (404, "NotFoundException", "", NotFound),
            (409, "ConflictException", "ApiMapping key already exists for this domain name", Conflict),
            (409, "ConflictException", "due to concurrent modification.", ConcurrentChange),
            (429, "TooManyRequestsException", "Too Many Requests", Throttled),
            (400, "ThrottlingException", "Rate exceeded", Throttled),
            (429, "LimitExceededException", "", QuotaReached),
            (429, "TooManyRequestsException", "Maximum number of APIs has been reached.", QuotaReached),
            (500, "InternalServerErrorException", "", ServerError),
            (503, "ServiceUnavailable", "", ServerError),
            (418, "E", "", Other),
        ] {
            assert_eq!(kind(status, code, message), Some(expected), "{status} {code} {message}");
        }
    }

    #[test]
    fn only_one_code_says_that_something_does_not_exist() {
        for code in [None, Some("UnknownOperationException"), Some("ResourceNotFoundException")] {
            for message in [None, Some("no Route matched with those values")] {
                let failure = answer(404, code, message);
                assert!(matches!(failure, Failure::NotApiGateway { status: 404, .. }), "{failure:?}");
                assert_eq!(if_found(Err::<(), _>(failure.clone())), Err(failure));
            }
        }
        assert_eq!(if_found(Err::<(), _>(answer(404, Some("NotFoundException"), None))), Ok(None));
    }

    #[test]
    fn an_answer_without_an_error_code_is_told_by_what_it_is() {
        let told = |status, content_type, body| {
            refused(&response(status, content_type, body), None, None).to_string()
        };
        assert_eq!(told(403, "text/html", "<html>"), "HTTP status 403, with a page of HTML");
        assert_eq!(told(502, "", " <!DOCTYPE html>"), "HTTP status 502, with a page of HTML");
        assert_eq!(told(500, "application/json", ""), "HTTP status 500, without a body");
        assert_eq!(
            told(429, "application/json", "{}"),
            "HTTP status 429, with a body that is not an answer of API Gateway"
        );
        assert_eq!(
            told(404, "application/json", r#"{"message":"no Route matched"}"#),
            "HTTP status 404, without an error code: no Route matched"
        );
        assert_eq!(
            answer(404, Some("UnknownOperationException"), None).to_string(),
            "HTTP status 404, with the error code UnknownOperationException"
        );
    }

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_service() {
        let mut response = response(400, "application/json", "{}");
        response.headers_mut().insert("retry-after", "7");
        let failure = refused(&response, Some("BadRequestException"), Some("No."));
        let Failure::Refused { message, retry_after, .. } = failure else { panic!("a refusal") };
        assert_eq!(message, "BadRequestException (HTTP 400): No.");
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_text_without_end_is_cut() {
        let long = "é\n".repeat(100_000);
        let failure = answer(400, Some("BadRequestException"), Some(&long));
        let Failure::Refused { message, .. } = failure else { panic!("a refusal") };
        assert!(message.chars().count() < 1_100 && message.ends_with("é …"), "{message}");
    }

    #[test]
    fn a_time_to_wait_is_one_that_a_clock_can_hold() {
        for (header, seconds) in [
            ("7", Some(7)),
            ("18446744073709551615", Some(24 * 60 * 60)),
            ("184467440737095516160", None),
            ("-1", None),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ] {
            let mut response = response(429, "", "");
            response.headers_mut().insert("retry-after", header);
            assert_eq!(retry_after(&response), seconds.map(Duration::from_secs), "{header}");
        }
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
        let certificate = ConnectorError::io("invalid peer certificate: UnknownIssuer".into());
        assert!(matches!(failure(certificate), Failure::UntrustedCertificate(_)));
        assert!(matches!(failure(ConnectorError::io("dns error: no".into())), Failure::NoSuchHost(_)));
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
