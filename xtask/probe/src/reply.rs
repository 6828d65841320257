//! What comes back from a call.

use serde_json::Value;

/// An answer as it came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The names of its headers, sorted.
    pub(crate) headers: Vec<String>,
    /// The error's code, without namespaces.
    pub(crate) code: Option<String>,
    /// The body: JSON, or a text where it is none.
    pub(crate) body: Value,
}

/// What a call came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The service answered what was asked.
    Answered(Reply),
    /// It refused before the question counted: permissions or credentials.
    Denied(Reply),
    /// The account's quota was used up.
    Throttled(Reply),
    /// There is no answer that tells what happened: a failure of the service or of the connection.
    Lost(String),
}

/// Codes that say that the signature or its credentials are no longer good for any call.
const CREDENTIALS: [&str; 8] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "UnrecognizedClientException",
];

/// Codes that say that a thing does not exist, of API Gateway and of ACM.
const NOT_FOUND: [&str; 2] = ["NotFoundException", "ResourceNotFoundException"];

const DENIALS: [&str; 4] =
    ["AccessDenied", "AccessDeniedException", "OptInRequired", "UnauthorizedOperation"];

impl Reply {
    /// An answer from what was received.
    pub(crate) fn of(status: u16, mut headers: Vec<(String, String)>, body: &str) -> Self {
        headers.sort();
        let body = match serde_json::from_str(body) {
            Ok(json) => json,
            Err(_) if body.is_empty() => Value::Null,
            Err(_) => Value::String(body.to_owned()),
        };
        let named =
            headers.iter().find(|(name, _)| name == "x-amzn-errortype").map(|(_, value)| value.as_str());
        let in_body = || ["__type", "code", "Code"].into_iter().find_map(|name| body.get(name)?.as_str());
        let code =
            named.or_else(in_body).filter(|_| status >= 400).map(|code| without_namespace(code).to_owned());
        Self { status, headers: headers.into_iter().map(|(name, _)| name).collect(), code, body }
    }

    /// Whether the call was carried out.
    #[must_use]
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the service says that the thing does not exist. A status alone does not: it may
    /// come from a proxy, or be about the operation.
    #[must_use]
    pub(crate) fn says_not_found(&self) -> bool {
        self.code.as_deref().is_some_and(|code| NOT_FOUND.contains(&code))
    }

    /// Whether it says that another thing still uses this one.
    #[must_use]
    pub(crate) fn says_in_use(&self) -> bool {
        self.code.as_deref() == Some("ResourceInUseException")
    }

    /// Whether it says that there are too many things, and not too many calls.
    fn says_exhausted(&self) -> bool {
        self.code.as_deref() == Some("LimitExceededException")
            || self.message().is_some_and(|message| message.starts_with("Maximum number of"))
    }

    /// Whether no call can succeed any more with these credentials.
    #[must_use]
    pub(crate) fn refuses_credentials(&self) -> bool {
        self.code.as_deref().is_some_and(|code| CREDENTIALS.contains(&code))
    }

    /// The error's message.
    #[must_use]
    pub(crate) fn message(&self) -> Option<&str> {
        ["message", "Message"].into_iter().find_map(|name| self.body.get(name)?.as_str())
    }

    /// `400 BadRequestException`
    #[must_use]
    pub(crate) fn head(&self) -> String {
        match &self.code {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }

    /// `400 BadRequestException: …`
    #[must_use]
    pub(crate) fn summary(&self) -> String {
        let mut summary = self.head();
        if let Some(message) = self.message() {
            summary.extend([": ", message]);
        }
        summary
    }
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        let code = reply.code.as_deref().unwrap_or_default();
        if reply.status >= 500 {
            Self::Lost(format!("the service failed: {}", reply.summary()))
        } else if code.starts_with("Throttl") || (reply.status == 429 && !reply.says_exhausted()) {
            Self::Throttled(reply)
        } else if CREDENTIALS.contains(&code) || DENIALS.contains(&code) {
            Self::Denied(reply)
        } else if reply.body.is_string() {
            Self::Lost(format!("the answer with status {} is not JSON", reply.status))
        } else {
            Self::Answered(reply)
        }
    }
}

/// `BadRequestException` of `com.amazonaws.x#BadRequestException:http://…`.
fn without_namespace(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, code: &str, body: &str) -> Reply {
        Reply::of(status, vec![("x-amzn-errortype".to_owned(), code.to_owned())], body)
    }

    #[test]
    fn a_code_comes_without_namespaces_from_header_or_body() {
        let header = reply(400, "BadRequestException:http://internal/", r#"{"message":"no"}"#);
        assert_eq!(header.summary(), "400 BadRequestException: no");
        let body = Reply::of(400, Vec::new(), r#"{"__type":"com.amazonaws.acm#ValidationException"}"#);
        assert_eq!(body.code.as_deref(), Some("ValidationException"));
    }

    #[test]
    fn only_the_code_says_that_a_thing_does_not_exist() {
        assert!(reply(404, "NotFoundException", "{}").says_not_found());
        assert!(reply(400, "ResourceNotFoundException", "{}").says_not_found());
        assert!(!reply(404, "UnknownOperationException", "{}").says_not_found());
        assert!(!Reply::of(404, Vec::new(), r#"{"message":"no route"}"#).says_not_found());
    }

    #[test]
    fn an_exhausted_quota_is_an_answer_and_a_throttle_is_none() {
        assert!(matches!(reply(429, "TooManyRequestsException", "{}").into(), Outcome::Throttled(_)));
        assert!(matches!(reply(400, "ThrottlingException", "{}").into(), Outcome::Throttled(_)));
        assert!(matches!(reply(429, "LimitExceededException", "{}").into(), Outcome::Answered(_)));
        let too_many = r#"{"message":"Maximum number of mappings has been reached."}"#;
        assert!(matches!(reply(429, "TooManyRequestsException", too_many).into(), Outcome::Answered(_)));
    }

    #[test]
    fn what_says_nothing_about_the_question_is_no_answer() {
        assert!(matches!(reply(403, "ExpiredTokenException", "{}").into(), Outcome::Denied(_)));
        assert!(matches!(reply(403, "AccessDeniedException", "{}").into(), Outcome::Denied(_)));
        assert!(matches!(reply(500, "InternalFailure", "{}").into(), Outcome::Lost(_)));
        assert!(matches!(Outcome::from(Reply::of(404, Vec::new(), "<html>")), Outcome::Lost(_)));
        assert!(matches!(Outcome::from(Reply::of(404, Vec::new(), "{}")), Outcome::Answered(_)));
        assert!(matches!(Outcome::from(Reply::of(204, Vec::new(), "")), Outcome::Answered(_)));
    }
}
