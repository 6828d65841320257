//! The answers that a service in trouble gives, or something in front of it.

use local_gateway::Fault;

/// An answer and what the error says of it.
pub(super) struct BadAnswer {
    pub(super) name: &'static str,
    pub(super) make: fn(Fault) -> Fault,
    /// Part of what the error says, in the service's words where it used any.
    pub(super) words: &'static str,
}

const fn answer(name: &'static str, make: fn(Fault) -> Fault, words: &'static str) -> BadAnswer {
    BadAnswer { name, make, words }
}

const NOT_THE_SERVICE: &str = "an answer that does not come from API Gateway";

/// Every bad answer but the 404, which has a meaning of its own to each operation.
pub(super) const BAD_ANSWERS: &[BadAnswer] = &[
    answer("400", |fault| fault.error(400, "BadRequestException", "Something is odd"), "Something is odd"),
    answer("403", Fault::deny, "is not authorized to perform"),
    answer("409 concurrent", Fault::concurrent_modification, "concurrent modification"),
    answer("429", Fault::throttle, "TooManyRequestsException"),
    answer("500", |fault| fault.status(500), "HTTP 500"),
    answer("500 without a body", |fault| fault.empty_body(500), "500"),
    answer("502 in HTML", |fault| fault.not_json(502), "502"),
    answer("404 in HTML", |fault| fault.not_json(404), "404"),
    answer("200 without a body", |fault| fault.empty_body(200), NOT_THE_SERVICE),
    answer("200 in HTML", |fault| fault.not_json(200), NOT_THE_SERVICE),
    answer("200 in broken JSON", |fault| fault.body(200, "{\"apiId\": "), NOT_THE_SERVICE),
    answer("200 of something else", |fault| fault.body(200, "[1, 2]"), NOT_THE_SERVICE),
];
