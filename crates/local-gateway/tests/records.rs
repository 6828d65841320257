//! The rules of this endpoint against the records: what each one rests on is what the best
//! record of its probes knows. A record of AWS is better than the facts, and a newer one than
//! an older one.

#[path = "../../../xtask/probe/src/record.rs"]
#[allow(dead_code, unreachable_pub, reason = "the probe's file, which writes what is read here")]
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use local_gateway::{RULES, Rule, Standing, Words};
use record::{Answer, Evidence, Observation, Record};

/// What was answered to the probes, by the name of the file.
type Records = BTreeMap<String, Record>;

/// A probe that a rule names, or the answers to one of its calls.
struct Named<'records> {
    name: &'static str,
    /// Whether AWS itself answered.
    is_of_aws: bool,
    evidence: Option<Evidence>,
    answers: Vec<&'records Answer>,
}

impl<'records> Named<'records> {
    /// What the best record has of it.
    fn find(records: &'records Records, name: &'static str) -> Option<Self> {
        let (probe, call) = name.split_once('.').map_or((name, None), |(probe, call)| (probe, Some(call)));
        let records = records.iter().map(|(file, record)| (file.as_str(), record));
        let (_, record, Observation { evidence, answers, .. }) = record::best(records, probe)?;
        let meant = answers.iter().filter(|answer| call.is_none_or(|call| answer.call == call));
        let is_of_aws = record.endpoint == "aws";
        Some(Self { name, is_of_aws, evidence: *evidence, answers: meant.collect() })
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

fn records() -> Records {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("records");
    fs::read_dir(folder)
        .expect("the folder of records")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            let record = serde_json::from_str(&text);
            let record = record.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.to_string_lossy().into_owned(), record)
        })
        .collect()
}

/// Adds a record of AWS with these probes.
fn add_of_aws(records: &mut Records, probes: &str) {
    let record = format!(
        r#"{{ "endpoint": "aws", "date": "2030-01-01", "region": "eu-west-1", "probes": {probes} }}"#
    );
    records.insert(OF_AWS.to_owned(), serde_json::from_str(&record).expect("a record"));
}

/// The name of that record.
const OF_AWS: &str = "aws-2030-01-01-eu-west-1.json";

/// What is wrong with a rule.
fn complaints(rule: &Rule, records: &Records) -> Vec<String> {
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
    let answered = !probes.is_empty() && probes.iter().all(|probe| probe.is_of_aws);
    if !made_up && answered != (rule.decision == Standing::Answered) {
        let best = if answered { "AWS has" } else { "AWS alone has not" };
        complaints.push(format!("it claims {:?}, and {best} answered its probes", rule.decision));
    }
    complaints.extend(about_words(rule, &probes, answered));
    let evidence: Vec<Evidence> = probes.iter().filter_map(|probe| probe.evidence).collect();
    let stated = [evidence_of(rule.decision), rule.words.and_then(evidence_of_words)].into_iter().flatten();
    if !made_up && !evidence.is_empty() && !stated.clone().any(|stated| evidence.contains(&stated)) {
        complaints.push(format!("it claims {:?}, and the facts {evidence:?}", stated.collect::<Vec<_>>()));
    }
    complaints
}

/// Of a refusal with probes: whether its words stand as they are known.
fn about_words(rule: &Rule, probes: &[Named<'_>], answered: bool) -> Option<String> {
    let stated = rule.words.filter(|_| !probes.is_empty())?;
    let code = probes.iter().any(Named::knows_the_code);
    let text = probes.iter().any(Named::knows_the_text);
    match (stated, code, text) {
        (Words::MadeUp, false, false) | (Words::OwnText, true, false) => None,
        (Words::Answered, _, true) if answered => None,
        (Words::Documented | Words::Recorded | Words::Measured, _, true) if !answered => None,
        (_, code, text) => {
            Some(format!("its words are {stated:?}; known are: the code {code}, the text {text}"))
        }
    }
}

/// What the facts say of words that stand so; nothing where AWS answered, which is not in the facts.
fn evidence_of_words(words: Words) -> Option<Evidence> {
    match words {
        Words::Answered => None,
        Words::Documented => Some(Evidence::Documented),
        Words::Recorded => Some(Evidence::Recorded),
        Words::Measured => Some(Evidence::Measured),
        Words::OwnText | Words::MadeUp => Some(Evidence::Unknown),
    }
}

fn evidence_of(standing: Standing) -> Option<Evidence> {
    match standing {
        Standing::Answered => None,
        Standing::Documented => Some(Evidence::Documented),
        Standing::Recorded => Some(Evidence::Recorded),
        Standing::Measured => Some(Evidence::Measured),
        Standing::MadeUp => Some(Evidence::Unknown),
    }
}

/// The rules that no probe can show, and why.
const WITHOUT_A_PROBE: [(&str, &str); 3] = [
    (
        "certificate",
        "a probe calls API Gateway alone; a run removes the certificate with ACM after all of them",
    ),
    ("regions", "AWS knows its own Regions alone: that every other one exists is for tests"),
    (
        "signature",
        "every call of a probe is signed: AWS verifies signatures, and this endpoint takes any secret",
    ),
];

#[test]
fn each_rule_without_a_probe_has_a_reason() {
    let without: BTreeSet<String> =
        RULES.iter().filter(|rule| rule.probes.is_empty()).map(|rule| rule.name()).collect();
    let reasons: BTreeSet<String> = WITHOUT_A_PROBE.iter().map(|(rule, _)| (*rule).to_owned()).collect();
    assert_eq!(without, reasons, "give a rule its probes in src/rules/table.rs, or the reason here");
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
    let facts = records.values().find(|record| record.endpoint == "facts").expect("the facts");
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
    let table = format!("\n{}\n", local_gateway::rules_as_a_table());
    assert!(
        readme.contains(&table),
        "put what `cargo run -p local-gateway -- --rules` prints into crates/local-gateway/README.md, between \
         empty lines"
    );
}

/// A record of AWS that answers what the facts do not know ends a rule that is made up.
#[test]
fn a_record_of_aws_contradicts_what_was_made_up() {
    let mut records = records();
    let rule = RULES.iter().find(|rule| rule.name() == "key_letters").expect("the rule");
    assert_eq!(complaints(rule, &records), Vec::<String>::new());
    let answered =
        r#"{ "key_beyond_ascii": { "answers": [{ "call": "CreateApiMapping", "status": 201 }] } }"#;
    add_of_aws(&mut records, answered);
    assert_eq!(complaints(rule, &records), ["it is made up, and key_beyond_ascii knows better"]);
}

/// Once AWS has answered all probes of a rule, the rule says so.
#[test]
fn a_record_of_aws_is_what_a_rule_rests_on() {
    let mut records = records();
    let rule = RULES.iter().find(|rule| rule.name() == "key_length").expect("the rule");
    let answered = r#"{
        "key_300_characters": { "answers": [{ "call": "CreateApiMapping", "status": 201 }] },
        "key_301_characters": { "answers": [
            { "call": "CreateApiMapping", "status": 400, "code": "BadRequestException", "message": "Too long" }] } }"#;
    add_of_aws(&mut records, answered);
    let measured = [
        "it claims Measured, and AWS has answered its probes",
        "its words are Measured; known are: the code true, the text true",
    ];
    assert_eq!(complaints(rule, &records), measured);
    let of_aws = with(rule, Standing::Answered, Words::Answered);
    assert_eq!(complaints(&of_aws, &records), Vec::<String>::new());
    records.remove(OF_AWS);
    assert_eq!(complaints(&of_aws, &records).len(), 3);
}

/// The same rule, resting on something else.
fn with(rule: &Rule, decision: Standing, words: Words) -> Rule {
    let mut other = rule.clone();
    (other.decision, other.words) = (decision, Some(words));
    other
}
