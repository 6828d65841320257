//! The rules of this endpoint against the records: what each one rests on is what the best
//! record of its probes knows. A record of AWS is better than the facts, and a newer one than
//! an older one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use local_gateway::{RULES, Rule, Standing, Words};
use serde::Deserialize;

/// What was answered to the probes, by an endpoint on a day.
#[derive(Deserialize)]
struct Record {
    endpoint: String,
    date: String,
    probes: BTreeMap<String, Probe>,
}

#[derive(Deserialize)]
struct Probe {
    /// Of the facts alone.
    evidence: Option<Evidence>,
    #[serde(default)]
    answers: Vec<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Evidence {
    Documented,
    Recorded,
    Measured,
    Unknown,
}

#[derive(Deserialize)]
struct Answer {
    call: String,
    /// A number, or in the facts any of several.
    status: Option<serde_json::Value>,
    code: Option<String>,
    message: Option<String>,
}

impl Record {
    /// The record that is believed first comes last.
    fn rank(&self) -> (bool, &str) {
        (self.endpoint == "aws", &self.date)
    }

    fn says_what_the_service_does(&self) -> bool {
        self.endpoint == "aws" || self.endpoint == "facts"
    }
}

/// A probe that a rule names, or the answers to one of its calls.
struct Named<'records> {
    name: &'static str,
    evidence: Option<Evidence>,
    answers: Vec<&'records Answer>,
}

impl<'records> Named<'records> {
    /// What the best record has of it.
    fn find(records: &'records [Record], name: &'static str) -> Option<Self> {
        let (probe, call) = name.split_once('.').map_or((name, None), |(probe, call)| (probe, Some(call)));
        let Probe { evidence, answers } = best(records, probe)?;
        let meant = answers.iter().filter(|answer| call.is_none_or(|call| answer.call == call));
        Some(Self { name, evidence: *evidence, answers: meant.collect() })
    }

    fn knows_the_decision(&self) -> bool {
        self.evidence != Some(Evidence::Unknown) && self.answers.iter().any(|answer| answer.status.is_some())
    }

    fn knows_the_code(&self) -> bool {
        self.answers.iter().any(|answer| answer.code.is_some())
    }

    fn knows_the_text(&self) -> bool {
        self.answers.iter().any(|answer| answer.message.is_some())
    }
}

fn records() -> Vec<Record> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("records");
    let mut records: Vec<Record> = fs::read_dir(folder)
        .expect("the folder of records")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .filter(Record::says_what_the_service_does)
        .collect();
    records.sort_by(|one, other| one.rank().cmp(&other.rank()));
    records
}

/// What is known best of a probe: the last record that answers it, else the last that has it.
fn best<'records>(records: &'records [Record], name: &str) -> Option<&'records Probe> {
    let all = || records.iter().filter_map(|record| record.probes.get(name));
    all().rfind(|probe| !probe.answers.is_empty()).or_else(|| all().next_back())
}

/// What is wrong with a rule.
fn complaints(rule: &Rule, records: &[Record]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut probes = Vec::new();
    for name in rule.probes {
        match Named::find(records, name) {
            Some(probe) => probes.push(probe),
            None => complaints.push(format!("no record has its probe {name}")),
        }
    }
    let made_up = rule.decision == Standing::MadeUp;
    for probe in &probes {
        let name = probe.name;
        match (made_up, probe.knows_the_decision()) {
            (true, true) => complaints.push(format!("it is made up, and {name} knows better")),
            (false, false) => complaints.push(format!("{name} knows nothing: it is made up")),
            _ => {}
        }
    }
    complaints.extend(about_words(rule, &probes));
    let evidence: Vec<Evidence> = probes.iter().filter_map(|probe| probe.evidence).collect();
    let stated = [Some(evidence_of(rule.decision)), rule.words.map(evidence_of_words)].into_iter().flatten();
    if !made_up && !evidence.is_empty() && !stated.clone().any(|stated| evidence.contains(&stated)) {
        complaints.push(format!("it claims {:?}, and the facts {evidence:?}", stated.collect::<Vec<_>>()));
    }
    complaints
}

/// Of a refusal with probes: whether its words stand as they are known.
fn about_words(rule: &Rule, probes: &[Named<'_>]) -> Option<String> {
    let stated = rule.words.filter(|_| !probes.is_empty())?;
    let code = probes.iter().any(Named::knows_the_code);
    let text = probes.iter().any(Named::knows_the_text);
    match (stated, code, text) {
        (Words::MadeUp, false, false) | (Words::OwnText, true, false) => None,
        (Words::Documented | Words::Recorded | Words::Measured, _, true) => None,
        (_, code, text) => {
            Some(format!("its words are {stated:?}; known are: the code {code}, the text {text}"))
        }
    }
}

fn evidence_of_words(words: Words) -> Evidence {
    match words {
        Words::Documented => Evidence::Documented,
        Words::Recorded => Evidence::Recorded,
        Words::Measured => Evidence::Measured,
        Words::OwnText | Words::MadeUp => Evidence::Unknown,
    }
}

fn evidence_of(standing: Standing) -> Evidence {
    match standing {
        Standing::Documented => Evidence::Documented,
        Standing::Recorded => Evidence::Recorded,
        Standing::Measured => Evidence::Measured,
        Standing::MadeUp => Evidence::Unknown,
    }
}

#[test]
fn each_rule_rests_on_what_the_best_record_of_its_probes_knows() {
    let records = records();
    let wrong: Vec<String> = RULES
        .iter()
        .flat_map(|rule| {
            complaints(rule, &records).into_iter().map(|complaint| format!("{}: {complaint}", rule.name()))
        })
        .collect();
    assert!(wrong.is_empty(), "see src/rules/table.rs:\n{}", wrong.join("\n"));
}

/// The probe of a name that may say which of its calls is meant.
fn probe_of(name: &&'static str) -> &'static str {
    name.split_once('.').map_or(*name, |(probe, _)| probe)
}

#[test]
fn each_probe_of_the_facts_has_a_rule() {
    let named: BTreeSet<&str> = RULES.iter().flat_map(|rule| rule.probes).map(probe_of).collect();
    let records = records();
    let facts = records.iter().find(|record| record.endpoint == "facts").expect("the facts");
    let without: Vec<&String> = facts.probes.keys().filter(|probe| !named.contains(probe.as_str())).collect();
    assert!(without.is_empty(), "name these probes in src/rules/table.rs: {without:?}");
}

#[test]
fn rules_have_names_of_their_own() {
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn the_readme_says_what_each_rule_rests_on() {
    let readme = include_str!("../README.md");
    let table = local_gateway::rules_as_a_table();
    assert!(
        readme.contains(&table),
        "put what `cargo run -p local-gateway -- --rules` prints into crates/local-gateway/README.md"
    );
}

/// A record of AWS that answers what the facts do not know ends a rule that is made up.
#[test]
fn a_record_of_aws_contradicts_what_was_made_up() {
    let mut records = records();
    let rule = RULES.iter().find(|rule| rule.name() == "key_letters").expect("the rule");
    assert_eq!(complaints(rule, &records), Vec::<String>::new());
    let answered = r#"{ "endpoint": "aws", "date": "2030-01-01", "probes": {
        "key_beyond_ascii": { "answers": [{ "call": "CreateApiMapping", "status": 201 }] } } }"#;
    records.push(serde_json::from_str(answered).expect("a record"));
    assert_eq!(complaints(rule, &records), ["it is made up, and key_beyond_ascii knows better"]);
}
