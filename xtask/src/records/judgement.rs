//! Holds what the provider's tables say against the records.
//!
//! A claim falls where the best record of one of its probes has the other answer. One that
//! stops users needs more than that nothing contradicts it: something has to be known.

use crate::probe_record::{Answer, Evidence};

use super::claims::Claim;
use super::outcome::Outcome;
use super::{Best, Records, Standing, in_words};
use crate::evidence::Proof;
use crate::evidence::signs::{Mark, Sign};

/// What does not hold, in sentences that name the table's row, the probe and the record.
pub(super) fn judge(claims: &[Claim], signs: &[Sign], records: &Records) -> Vec<String> {
    let of_claims = claims.iter().flat_map(|claim| {
        claim.proof.probes().iter().filter_map(|probe| contradicted(claim, probe, records))
    });
    let of_signs =
        signs.iter().flat_map(|sign| sign.probes.iter().flat_map(|probe| missing_sign(sign, probe, records)));
    of_claims.chain(of_signs).collect()
}

fn contradicted(claim: &Claim, probe: &str, records: &Records) -> Option<String> {
    let Claim { what, is_error, proof } = claim;
    let Some(best) = records.best(probe) else { return Some(not_on_record(what, probe)) };
    let claimed = match proof {
        Proof::Refused(_) => Outcome::Refused,
        Proof::Accepted(_) | Proof::EachAccepted(_) | Proof::Listed(..) => Outcome::Accepted,
        Proof::NotOfTheService => return None,
    };
    let judged = judged(*proof, best.answers, claimed);
    let found = found(judged, best.is_cut, claimed);
    let is_known = best.standing != Standing::Facts(Evidence::Unknown) && found != Outcome::Unknown;
    let flaw = match found {
        _ if !is_known && !is_error => return None,
        _ if !is_known => "stops users, and what AWS answers is unknown. Make it a warning, or find evidence",
        found if found == claimed && lists_as_claimed(*proof, best.answers) => return None,
        found if found == claimed => "says how many items its listings have, and they have others",
        Outcome::Unsettled => "is not settled by the answer. Run the probe again",
        _ if claimed == Outcome::Refused => "says that this is refused, and it was accepted",
        _ => "says that this is accepted, and it was refused",
    };
    Some(format!("{what} {flaw}: {}.", place(probe, &best, judged)))
}

/// The answer by which a claim stands or falls: the last one, or where each counts the first that
/// is not as claimed.
fn judged(proof: Proof, answers: &[Answer], claimed: Outcome) -> Option<&Answer> {
    let each_counts = matches!(proof, Proof::EachAccepted(_) | Proof::Listed(..));
    let other = answers.iter().find(|answer| each_counts && Outcome::of(answer) != claimed);
    other.or(answers.last())
}

fn lists_as_claimed(proof: Proof, answers: &[Answer]) -> bool {
    let Proof::Listed(_, claimed) = proof else { return true };
    let listed = |answer: &Answer| answer.fields.get("items").and_then(serde_json::Value::as_u64);
    answers.iter().map(listed).eq(claimed.iter().map(|number| Some(*number)))
}

/// What the judged answer says of the question. Where calls after it were not made, the refusal of
/// an earlier one shows that what they rest on is not accepted, and anything else shows nothing.
fn found(judged: Option<&Answer>, is_cut: bool, claimed: Outcome) -> Outcome {
    match judged.map_or(Outcome::Unknown, Outcome::of) {
        Outcome::Refused if is_cut && claimed == Outcome::Accepted => Outcome::Refused,
        _ if is_cut => Outcome::Unsettled,
        found => found,
    }
}

/// The refusals among the answers that lack the sign.
fn missing_sign(sign: &Sign, probe: &str, records: &Records) -> Vec<String> {
    let what = format!("The sign that {} (src/evidence/signs.rs)", sign.means);
    let Some(best) = records.best(probe) else { return vec![not_on_record(&what, probe)] };
    let lacking = best.answers.iter().filter(|answer| Outcome::of(answer) == Outcome::Refused);
    let lacking = lacking.filter(|answer| lacks(answer, sign.mark));
    lacking.map(|answer| format!("{what} is missing: {}.", place(probe, &best, Some(answer)))).collect()
}

/// Whether the answer is known to be without the sign.
fn lacks(answer: &Answer, mark: Mark) -> bool {
    match mark {
        Mark::Status(status) => !answer.statuses().is_empty() && !answer.statuses().contains(&status),
        Mark::Code(code) => answer.code.as_ref().is_some_and(|found| found != code),
        Mark::Text(part) => answer.message.as_ref().is_some_and(|found| !found.contains(part)),
    }
}

fn not_on_record(what: &str, probe: &str) -> String {
    format!("{what} names the probe {probe}, which crates/local-gateway/records/facts.json does not have.")
}

/// Where the answer is, and what it is.
fn place(probe: &str, best: &Best<'_>, answer: Option<&Answer>) -> String {
    let standing = best.standing.in_words();
    let known = answer.map(|answer| (&answer.call, in_words(answer))).filter(|(_, words)| !words.is_empty());
    let answer = known.map(|(call, words)| format!(", {call} answered {words}"));
    format!("probe {probe} in {} ({standing}){}", best.file, answer.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::evidence::signs::SIGNS;
    use crate::records::claims;
    use crate::records::tests::records;

    const REFUSED: Proof = Proof::Refused(&["p"]);
    const ACCEPTED: Proof = Proof::Accepted(&["p"]);

    /// What is found of a claim, where AWS gave this answer and the facts know of a refusal.
    fn of_aws(is_error: bool, proof: Proof, answer: &Value) -> Vec<String> {
        let refused = json!({ "evidence": "documented", "answers": [{ "call": "Create", "status": 400 }] });
        let records = records(&[
            ("facts.json", "facts", "2026-11-26", json!({ "p": refused })),
            ("aws-eu.json", "aws", "2026-11-30", json!({ "p": answer })),
        ]);
        judge(&[claim(is_error, proof)], &[], &records)
    }

    /// The same, where nothing but the facts is on record.
    fn of_facts(is_error: bool, proof: Proof, fact: &Value) -> Vec<String> {
        let records = records(&[("facts.json", "facts", "2026-11-26", json!({ "p": fact }))]);
        judge(&[claim(is_error, proof)], &[], &records)
    }

    fn claim(is_error: bool, proof: Proof) -> Claim {
        Claim { what: "The finding f".to_owned(), is_error, proof }
    }

    fn answered(status: u16) -> Value {
        json!({ "answers": [{ "call": "Create", "status": status }] })
    }

    #[test]
    fn the_tables_agree_with_the_records_of_the_repository() {
        let flaws = judge(&claims::all(), SIGNS, &Records::of_the_repository().unwrap());
        assert!(flaws.is_empty(), "\n{}", flaws.join("\n"));
    }

    #[test]
    fn a_record_of_aws_that_contradicts_names_the_claim_the_probe_and_the_file() {
        assert_eq!(
            of_aws(false, REFUSED, &answered(201)),
            [
                "The finding f says that this is refused, and it was accepted: probe p in aws-eu.json (AWS, on \
              2026-11-30), Create answered 201."
            ]
        );
        let refusal =
            json!({ "answers": [{ "call": "Create", "status": 400, "code": "E", "message": "No" }] });
        assert_eq!(
            of_aws(true, ACCEPTED, &refusal),
            [
                "The finding f says that this is accepted, and it was refused: probe p in aws-eu.json (AWS, on \
              2026-11-30), Create answered 400 E: No."
            ]
        );
    }

    #[test]
    fn a_record_of_aws_that_agrees_is_no_flaw() {
        assert!(of_aws(true, REFUSED, &answered(409)).is_empty());
        assert!(of_aws(false, ACCEPTED, &answered(201)).is_empty());
        assert!(of_aws(true, Proof::NotOfTheService, &answered(201)).is_empty());
    }

    #[test]
    fn the_last_answer_decides() {
        let twice = json!({ "answers": [{ "call": "A", "status": 201 }, { "call": "B", "status": 409 }] });
        assert!(of_aws(true, REFUSED, &twice).is_empty());
        assert_eq!(of_aws(true, ACCEPTED, &twice).len(), 1);
    }

    #[test]
    fn where_each_answer_counts_an_earlier_refusal_is_told() {
        let twice = json!({ "answers": [{ "call": "A", "status": 409 }, { "call": "B", "status": 201 }] });
        assert!(of_aws(false, ACCEPTED, &twice).is_empty());
        assert!(of_aws(false, Proof::EachAccepted(&["p"]), &twice)[0].ends_with("A answered 409."));
        assert!(of_aws(false, Proof::EachAccepted(&["p"]), &answered(201)).is_empty());
    }

    #[test]
    fn a_listing_has_as_many_items_as_is_claimed() {
        let listed = |items: u16| json!({ "call": "L", "status": 200, "fields": { "items": items } });
        let of = |items: [u16; 2]| {
            let answers = json!({ "answers": items.map(listed) });
            of_aws(false, Proof::Listed(&["p"], &[1, 0]), &answers)
        };
        assert!(of([1, 0]).is_empty());
        assert!(of([0, 0])[0].contains("says how many items its listings have, and they have others"));
    }

    #[test]
    fn where_a_record_of_aws_lacks_the_probe_the_facts_count() {
        let absent = || json!({ "absent": "it needs --edge-domain" });
        assert!(of_aws(true, REFUSED, &absent()).is_empty());
        assert!(of_aws(false, ACCEPTED, &absent())[0].contains("probe p in facts.json (documented)"));
    }

    #[test]
    fn a_refused_earlier_call_contradicts_what_is_said_to_be_accepted() {
        // As a run records `first_multi_level` where AWS refuses its create.
        let cut = |status: u16| {
            json!({
                "answers": [{ "call": "CreateApiMapping", "status": status, "code": "BadRequestException" }],
                "absent": "the answers before name no {mapping}",
            })
        };
        assert!(of_aws(false, ACCEPTED, &cut(400))[0].starts_with(
            "The finding f says that this is accepted, and it was refused: probe p in aws-eu.json (AWS"
        ));
        // The question itself was not asked.
        assert!(of_aws(false, REFUSED, &cut(400))[0].contains("is not settled by the answer"));
        assert!(of_aws(false, REFUSED, &cut(201))[0].contains("is not settled by the answer"));
    }

    #[test]
    fn an_answer_of_aws_to_something_else_settles_nothing() {
        let denied = of_aws(false, REFUSED, &answered(403));
        assert!(denied[0].starts_with("The finding f is not settled by the answer. Run the probe again: "));
        assert_eq!(of_aws(false, ACCEPTED, &answered(500)).len(), 1);
    }

    #[test]
    fn what_stops_users_needs_to_be_known() {
        let unknown = || json!({ "evidence": "unknown", "answers": [{ "call": "Create" }] });
        let silent = || json!({ "evidence": "documented", "answers": [{ "call": "Create" }] });
        for fact in [unknown(), silent()] {
            assert!(of_facts(false, REFUSED, &fact).is_empty());
            assert!(of_facts(true, REFUSED, &fact)[0].contains("what AWS answers is unknown"));
        }
    }

    #[test]
    fn a_probe_that_the_facts_do_not_have_is_told() {
        let flaws = judge(&[claim(false, REFUSED)], &[], &records(&[]));
        assert_eq!(flaws, [not_on_record("The finding f", "p")]);
    }

    #[test]
    fn every_refusal_has_the_sign_where_it_is_known() {
        let sign = |mark| Sign { mark, means: "it is held", probes: &["p"] };
        let answers = json!({ "p": { "answers": [
            { "call": "Create", "status": 201 },
            { "call": "Get", "status": 409, "code": "Conflict", "message": "Key exists" },
            { "call": "Delete", "code": "Other" },
        ] } });
        let records = records(&[("aws.json", "aws", "2026-11-30", answers)]);
        let of = |mark| judge(&[], &[sign(mark)], &records);
        assert!(of(Mark::Status(409)).is_empty());
        assert!(of(Mark::Text("exists")).is_empty());
        assert_eq!(
            of(Mark::Code("Conflict")),
            ["The sign that it is held (src/evidence/signs.rs) is missing: probe p in aws.json (AWS, on \
              2026-11-30), Delete answered Other."]
        );
        assert_eq!(of(Mark::Status(400)).len(), 1);
        assert_eq!(of(Mark::Text("taken")).len(), 1);
    }
}
