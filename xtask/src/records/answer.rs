//! An answer in words.

use crate::probe_record::Answer;

/// `409 ConflictException: …`, as far as it is known.
pub(crate) fn in_words(answer: &Answer) -> String {
    let Answer { status, code, message, .. } = answer;
    let head: Vec<_> = status.iter().map(ToString::to_string).chain(code.clone()).collect();
    let parts = [Some(head.join(" ")).filter(|head| !head.is_empty()), message.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(json: serde_json::Value) -> Answer {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn an_answer_is_told_as_far_as_it_is_known() {
        let refusal = json!({ "call": "C", "status": [400, 404], "code": "E", "message": "No." });
        assert_eq!(in_words(&answer(refusal)), "400 or 404 E: No.");
        assert_eq!(in_words(&answer(json!({ "call": "C", "message": "No." }))), "No.");
        assert_eq!(in_words(&answer(json!({ "call": "C", "status": 201 }))), "201");
        assert_eq!(in_words(&answer(json!({ "call": "C" }))), "");
    }
}
