//! What an answer says of the question.

use crate::probe_record::Answer;

/// What an answer says of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Accepted,
    Refused,
    /// Something else was answered: a permission was missing, calls were throttled, or the
    /// service failed.
    Unsettled,
    Unknown,
}

impl Outcome {
    pub(crate) fn of(answer: &Answer) -> Self {
        let all = |range: std::ops::Range<u16>| answer.statuses().iter().all(|status| range.contains(status));
        let is_error = answer.code.is_some() || answer.message.is_some();
        let is_throttled = answer.code.as_deref() == Some("TooManyRequestsException");
        match answer.statuses() {
            _ if is_throttled => Self::Unsettled,
            [] if is_error => Self::Refused,
            [] => Self::Unknown,
            [403 | 500..] => Self::Unsettled,
            _ if all(200..300) => Self::Accepted,
            _ if all(400..500) => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(json: serde_json::Value) -> Answer {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn an_answer_tells_what_became_of_the_question() {
        for (json, outcome) in [
            (json!({ "call": "C", "status": 201 }), Outcome::Accepted),
            (json!({ "call": "C", "status": 400, "code": "BadRequestException" }), Outcome::Refused),
            (json!({ "call": "C", "status": [400, 404] }), Outcome::Refused),
            (json!({ "call": "C", "message": "Invalid" }), Outcome::Refused),
            (json!({ "call": "C", "status": 429, "code": "LimitExceededException" }), Outcome::Refused),
            (json!({ "call": "C", "status": 429, "code": "TooManyRequestsException" }), Outcome::Unsettled),
            (json!({ "call": "C", "status": 403, "code": "AccessDeniedException" }), Outcome::Unsettled),
            (json!({ "call": "C", "status": 500 }), Outcome::Unsettled),
            (json!({ "call": "C", "status": [201, 409] }), Outcome::Unknown),
            (json!({ "call": "C" }), Outcome::Unknown),
        ] {
            let answer = answer(json);
            assert_eq!(Outcome::of(&answer), outcome, "{answer:?}");
        }
    }
}
