//! What differs between two records.
//!
//! Compared is what both know. The facts are partial: what they leave out is not known.
//! Records of runs are whole: where the statuses agree, a text or a field that one of them
//! lacks is a difference.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::record::{Answer, Observation, Record, Status};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The probe's name.
    pub probe: String,
    /// The operation, with its number where the probe asks several.
    pub call: String,
    /// What differs: `status`, `code`, `message`, `headers`, or a field.
    pub what: String,
    /// It in one record.
    pub a: String,
    /// It in the other.
    pub b: String,
}

/// What two records say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Where they differ.
    pub differences: Vec<Difference>,
    /// The probes that both have answers of.
    pub compared: usize,
    /// The probes that only the first has answers of.
    pub only_a: Vec<String>,
    /// The probes that only the second has answers of.
    pub only_b: Vec<String>,
}

/// How an absent value is shown.
const ABSENT: &str = "—";

/// Compares two records.
#[must_use]
pub fn compare(a: &Record, b: &Record) -> Comparison {
    let mut comparison = Comparison::default();
    let names: BTreeSet<_> = a.probes.keys().chain(b.probes.keys()).collect();
    for name in names {
        let known = |record: &Record| record.probes.get(name).filter(|of| is_known(of)).cloned();
        match (known(a), known(b)) {
            (Some(one), Some(other)) => {
                comparison.compared += 1;
                comparison.differences.extend(of_probe(name, &one, &other));
            }
            (Some(_), None) => comparison.only_a.push(name.clone()),
            (None, Some(_)) => comparison.only_b.push(name.clone()),
            (None, None) => {}
        }
    }
    comparison
}

/// Whether something of the answers is known.
fn is_known(observation: &Observation) -> bool {
    let knows = |answer: &Answer| {
        answer.status.is_some()
            || answer.code.is_some()
            || answer.message.is_some()
            || !answer.fields.is_empty()
            || !answer.headers.is_empty()
    };
    observation.answers.iter().any(knows)
}

fn of_probe(name: &str, a: &Observation, b: &Observation) -> Vec<Difference> {
    let partial = (a.evidence.is_some(), b.evidence.is_some());
    let several = a.answers.len().max(b.answers.len()) > 1;
    let mut found = Vec::new();
    for (number, (one, other)) in a.answers.iter().zip(&b.answers).enumerate() {
        let call = if several { format!("{} {}", number + 1, one.call) } else { one.call.clone() };
        let parts = differing_parts(one, other, partial).into_iter();
        found.extend(parts.map(|(what, a, b)| Difference {
            probe: name.to_owned(),
            call: call.clone(),
            what,
            a,
            b,
        }));
    }
    let (one, other) = (a.answers.len(), b.answers.len());
    if one != other && partial == (false, false) {
        let (a, b) = (number_of(one, a), number_of(other, b));
        found.push(Difference {
            probe: name.to_owned(),
            call: String::new(),
            what: "answers".to_owned(),
            a,
            b,
        });
    }
    found
}

fn number_of(answers: usize, of: &Observation) -> String {
    match &of.absent {
        Some(why) => format!("{answers}: {why}"),
        None => answers.to_string(),
    }
}

/// What differs, and how.
type Part = (String, String, String);

/// `partial` says of each whether it leaves out what it does not know.
fn differing_parts(a: &Answer, b: &Answer, partial: (bool, bool)) -> Vec<Part> {
    let mut parts = Vec::new();
    // Beside another status, a text that a whole record lacks says nothing more.
    let agreeing = a.status.as_ref().zip(b.status.as_ref()).is_some_and(|(one, other)| agree(one, other));
    let is_known = |one: bool, other: bool| match partial {
        (false, false) => true,
        (a, b) => one && other || agreeing && (one || !a) && (other || !b),
    };
    if a.call != b.call {
        parts.push(("call".to_owned(), a.call.clone(), b.call.clone()));
    }
    if let (Some(one), Some(other)) = (&a.status, &b.status)
        && !agree(one, other)
    {
        parts.push(("status".to_owned(), one.to_string(), other.to_string()));
    }
    let mut text = |what: &str, one: Option<&str>, other: Option<&str>| {
        if is_known(one.is_some(), other.is_some()) && one != other {
            parts.push((
                what.to_owned(),
                one.unwrap_or(ABSENT).to_owned(),
                other.unwrap_or(ABSENT).to_owned(),
            ));
        }
    };
    text("code", a.code.as_deref(), b.code.as_deref());
    text("message", a.message.as_deref(), b.message.as_deref());
    let headers = |answer: &Answer| (!answer.headers.is_empty()).then(|| answer.headers.join(" "));
    text("headers", headers(a).as_deref(), headers(b).as_deref());
    let names: BTreeSet<_> = a.fields.keys().chain(b.fields.keys()).collect();
    for name in names {
        let shown = |answer: &Answer| answer.fields.get(name).map(Value::to_string);
        text(name, shown(a).as_deref(), shown(b).as_deref());
    }
    parts
}

fn agree(a: &Status, b: &Status) -> bool {
    a.all().iter().any(|one| b.all().contains(one))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(probes: &Value) -> Record {
        let record =
            json!({ "endpoint": "x", "date": "2026-01-01", "region": "eu-west-1", "probes": probes });
        serde_json::from_value(record).expect("a record")
    }

    fn shown(a: &Value, b: &Value) -> Vec<String> {
        let differences = compare(&record(&json!({ "p": a })), &record(&json!({ "p": b }))).differences;
        differences.iter().map(|of| format!("{} {}: {} / {}", of.call, of.what, of.a, of.b)).collect()
    }

    #[test]
    fn answers_of_runs_differ_in_all_that_they_have() {
        let a = json!({ "answers": [{ "call": "Get", "status": 200, "fields": { "stage": "live" } }] });
        let b = json!({ "answers": [{ "call": "Get", "status": 404, "code": "NotFoundException" }] });
        assert_eq!(
            shown(&a, &b),
            ["Get status: 200 / 404", "Get code: — / NotFoundException", "Get stage: \"live\" / —"]
        );
        assert_eq!(shown(&a, &a), Vec::<String>::new());
    }

    #[test]
    fn what_the_facts_leave_out_is_not_known() {
        let facts = json!({ "evidence": "documented", "answers": [{ "call": "Get", "status": [400, 404] }] });
        let run = json!({ "answers": [{ "call": "Get", "status": 404, "code": "NotFoundException" }] });
        assert_eq!(shown(&facts, &run), Vec::<String>::new());
        let other = json!({ "answers": [{ "call": "Get", "status": 200 }] });
        assert_eq!(shown(&facts, &other), ["Get status: 400 or 404 / 200"]);
    }

    #[test]
    fn what_the_facts_have_and_a_run_lacks_differs() {
        let facts = json!({ "evidence": "recorded", "answers": [
            { "call": "List", "status": 200, "fields": { "nextToken": null } },
            { "call": "Get", "status": 404, "message": "none" },
        ] });
        let run = json!({ "answers": [
            { "call": "List", "status": 200, "fields": { "items": 1 } },
            { "call": "Get", "status": 404 },
        ] });
        let found = ["1 List nextToken: null / —", "2 Get message: none / —"];
        assert_eq!(shown(&facts, &run), found);
        assert_eq!(shown(&run, &facts), ["1 List nextToken: — / null", "2 Get message: — / none"]);
    }

    #[test]
    fn a_run_that_ends_early_differs_by_its_number_of_answers() {
        let get = json!({ "call": "Get", "status": 200 });
        let a = json!({ "answers": [get, get] });
        let b = json!({ "answers": [get], "absent": "no token" });
        assert_eq!(shown(&a, &b), [" answers: 2 / 1: no token"]);
    }

    #[test]
    fn what_only_one_knows_is_counted() {
        let known = json!({ "answers": [{ "call": "Get", "status": 200 }] });
        let absent = json!({ "absent": "no domain name" });
        let unknown = json!({ "evidence": "unknown", "answers": [{ "call": "Get" }] });
        let a = record(&json!({ "both": known, "one": known, "none": absent }));
        let b = record(&json!({ "both": known, "one": unknown, "other": known }));
        let comparison = compare(&a, &b);
        assert_eq!(comparison.compared, 1);
        assert_eq!(comparison.only_a, ["one"]);
        assert_eq!(comparison.only_b, ["other"]);
    }
}
