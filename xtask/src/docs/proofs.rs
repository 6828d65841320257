//! What proves a finding or a rule, in words.

use crate::evidence::Proof;
use crate::records::{Best, Records, in_words};

/// How the answers are known by which it stands or falls, each word once, for the cell of a
/// table.
pub(crate) fn standing(proof: Proof, records: &Records) -> String {
    let mut words: Vec<String> = Vec::new();
    for probe in proof.probes() {
        let word = records.best(probe).map_or_else(unknown, |best| best.standing.in_words());
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "not of the service".to_owned() } else { words.join("; ") }
}

/// What the service has to answer, with the probes, and how each answer is known.
pub(crate) fn sentence(proof: Proof, records: &Records) -> String {
    let each = |probe: &&str| {
        format!("`{probe}` ({})", records.best(probe).map_or_else(unknown, |best| known(&best)))
    };
    let probes = proof.probes().iter().map(each).collect::<Vec<_>>().join(", ");
    match proof {
        Proof::Refused(_) => format!("To be refused: {probes}."),
        Proof::Accepted(_) => format!("To be accepted: {probes}."),
        Proof::EachAccepted(_) | Proof::Listed(..) => format!("To be accepted in each answer: {probes}."),
        Proof::NotOfTheService => "Not of the service.".to_owned(),
    }
}

/// How an answer is known, and what AWS said.
fn known(best: &Best<'_>) -> String {
    let standing = best.standing.in_words();
    match best.answers.last() {
        Some(answer) if best.is_of_aws() => format!("{standing}: `{}`", in_words(answer)),
        _ => standing,
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::records::tests::records;

    /// Of `a` and `c` there are facts, and AWS was asked for `b`.
    fn some() -> Records {
        let fact = |evidence: &str| -> Value {
            json!({ "evidence": evidence, "answers": [{ "call": "C", "message": "Not shown" }] })
        };
        let refusal =
            json!({ "call": "C", "status": 409, "code": "ConflictException", "message": "It exists" });
        records(&[
            ("facts.json", "facts", "2026-11-26", json!({ "a": fact("recorded"), "c": fact("unknown") })),
            ("aws.json", "aws", "2026-11-30", json!({ "b": { "answers": [refusal] } })),
        ])
    }

    #[test]
    fn a_cell_has_each_standing_once() {
        let of = |proof| standing(proof, &some());
        assert_eq!(of(Proof::Refused(&["a", "b", "c"])), "recorded; AWS, on 2026-11-30; unknown");
        assert_eq!(of(Proof::Accepted(&["c", "no_such_probe"])), "unknown");
        assert_eq!(of(Proof::NotOfTheService), "not of the service");
    }

    #[test]
    fn a_sentence_has_each_probe_and_what_aws_said() {
        let of = |proof| sentence(proof, &some());
        assert_eq!(
            of(Proof::Refused(&["a", "b"])),
            "To be refused: `a` (recorded), `b` (AWS, on 2026-11-30: `409 ConflictException: It exists`)."
        );
        assert_eq!(of(Proof::Accepted(&["c"])), "To be accepted: `c` (unknown).");
        assert_eq!(of(Proof::NotOfTheService), "Not of the service.");
    }
}
