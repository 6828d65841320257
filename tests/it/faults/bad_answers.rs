//! The answers that a service in trouble gives, or something in front of it.

use local_gateway::Fault;

use crate::acceptance::world::DOMAIN;
use crate::harness::{Diagnostic, Outcome};

/// An answer and what the error says of it.
pub(super) struct BadAnswer {
    pub(super) name: &'static str,
    pub(super) make: fn(Fault) -> Fault,
    /// What the error repeats of the answer, where it has words.
    pub(super) words: Option<&'static str>,
}

impl BadAnswer {
    /// The error about an answer that stays as bad, at whatever it was the answer to.
    #[track_caller]
    pub(super) fn told<'a>(&self, failed: &'a Outcome) -> &'a Diagnostic {
        let [error] = failed.errors()[..] else { panic!("{}: one error\n{}", self.name, failed.text) };
        error.says(self.words.unwrap_or(DOMAIN)).says(DOMAIN)
    }
}

const fn answer(name: &'static str, make: fn(Fault) -> Fault, words: Option<&'static str>) -> BadAnswer {
    BadAnswer { name, make, words }
}

/// Every bad answer but the 404, which has a meaning of its own to each operation.
pub(super) const BAD_ANSWERS: &[BadAnswer] = &[
    answer(
        "400",
        |fault| fault.error(400, "BadRequestException", "Something is odd"),
        Some("Something is odd"),
    ),
    answer("403", Fault::deny, Some("is not authorized to perform")),
    answer("409 concurrent", Fault::concurrent_modification, Some("concurrent modification")),
    answer("429", Fault::throttle, Some("TooManyRequestsException")),
    answer("500", |fault| fault.status(500), Some("HTTP 500")),
    answer("500 without a body", |fault| fault.empty_body(500), Some("500")),
    answer("502 in HTML", |fault| fault.not_json(502), Some("502")),
    answer("404 in HTML", |fault| fault.not_json(404), Some("404")),
    answer(
        "404 of a path",
        |fault| fault.error(404, "UnknownOperationException", ""),
        Some("UnknownOperationException"),
    ),
    answer(
        "404 of another gateway",
        |fault| fault.body(404, r#"{"message":"no Route matched with those values"}"#),
        Some("no Route matched with those values"),
    ),
    answer("403 in HTML", |fault| fault.not_json(403), Some("a page of HTML")),
    answer(
        "403 of an expired session",
        |fault| {
            let text = "The security token included in the request is expired";
            fault.error(403, "ExpiredTokenException", text)
        },
        Some("has expired. Renew it"),
    ),
    answer(
        "403 of credentials that are not accepted",
        |fault| fault.error(403, "UnrecognizedClientException", "The security token is invalid."),
        Some("AWS does not accept the credentials"),
    ),
    answer(
        "403 of a region that is not enabled",
        |fault| fault.error(403, "OptInRequired", "You are not subscribed to this service."),
        Some("has not opted in"),
    ),
    answer(
        "403 of a service control policy",
        |fault| {
            let text = "User is not authorized, with an explicit deny in a service control policy";
            fault.error(403, "AccessDeniedException", text)
        },
        Some("a policy other than that of the credentials"),
    ),
    answer(
        "429 of a quota",
        |fault| fault.error(429, "LimitExceededException", "Maximum number of things has been reached."),
        Some("Maximum number of things"),
    ),
    answer("200 without a body", |fault| fault.empty_body(200), None),
    answer("200 with nothing in it", |fault| fault.body(200, "{}"), None),
    answer("200 in HTML", |fault| fault.not_json(200), None),
    answer("200 in broken JSON", |fault| fault.body(200, "{\"apiId\": "), None),
    answer("200 of something else", |fault| fault.body(200, "[1, 2]"), None),
];
