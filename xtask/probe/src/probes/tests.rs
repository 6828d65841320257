use std::collections::BTreeSet;

use serde_json::Value;

use super::all;
use crate::call::Call;
use crate::probe::{Probe, Step, Topic};

mod facts;

/// What the world of a run has; see the README of the records.
const APIS: [&str; 8] = [
    "http",
    "http_second",
    "websocket",
    "websocket_second",
    "rest",
    "rest_edge",
    "rest_private",
    "rest_strict",
];
const DOMAINS: [&str; 7] = ["regional", "other", "tls10", "enhanced", "private", "edge", "spare"];
const OTHERS: [&str; 2] = ["certificate", "run"];

#[test]
fn names_are_unique_and_in_snake_case() {
    let probes = all();
    let names: BTreeSet<&str> = probes.iter().map(|probe| probe.name).collect();
    assert_eq!(names.len(), probes.len());
    let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!(names.iter().all(|name| name.chars().all(snake)), "{names:?}");
}

#[test]
fn questions_are_sentences() {
    for probe in all() {
        let begins =
            ["Whether ", "What ", "Which ", "How "].iter().any(|word| probe.question.starts_with(word));
        assert!(begins && probe.question.ends_with('.'), "{}: {}", probe.name, probe.question);
    }
}

#[test]
fn every_probe_asks_something() {
    for probe in all() {
        assert!(probe.steps.iter().any(|step| step.asks() && !step.calls().is_empty()), "{}", probe.name);
    }
}

#[test]
fn every_handle_is_in_the_world_or_named_by_an_earlier_call() {
    for probe in all() {
        let mut known = world();
        for call in calls(&probe) {
            for handle in handles(call) {
                assert!(known.contains(&handle), "{}: {handle} in {}", probe.name, call.operation);
            }
            known.extend(call.named.map(ToOwned::to_owned));
        }
    }
}

#[test]
fn no_name_hides_a_part_of_the_world() {
    let world = world();
    for probe in all() {
        let named: Vec<&str> = calls(&probe).filter_map(|call| call.named).collect();
        assert!(!named.iter().any(|name| world.contains(*name)), "{}: {named:?}", probe.name);
    }
}

#[test]
fn other_is_changed_three_times() {
    let probes = all();
    let mut changes: Vec<&Call> = Vec::new();
    for step in probes.iter().flat_map(|probe| &probe.steps) {
        let change = step.calls().iter().find(|call| call.operation == "UpdateDomainName");
        let repeated = |call: &Call| matches!(step, Step::Set(_)) && changes.last() == Some(&call);
        if let Some(call) = change.filter(|call| !repeated(call)) {
            changes.push(call);
        }
    }
    assert_eq!(changes.len(), 3, "{changes:?}");
}

#[test]
fn no_two_probes_of_routing_modes_create_the_same_key() {
    let mut keys = BTreeSet::new();
    for probe in all().into_iter().filter(|probe| probe.topic == Topic::Domains) {
        let of_other = calls(&probe).filter(|call| call.path == "/v2/domainnames/{other}/apimappings");
        for create in of_other.filter(|call| call.operation == "CreateApiMapping") {
            let key = create.body["apiMappingKey"].as_str().unwrap_or_default().to_owned();
            assert!(keys.insert(key), "{}: {}", probe.name, create.body);
        }
    }
    assert!(keys.len() > 4, "{keys:?}");
}

fn calls(probe: &Probe) -> impl Iterator<Item = &Call> {
    probe.steps.iter().flat_map(Step::calls)
}

fn world() -> BTreeSet<String> {
    let capitals = DOMAINS.iter().map(|name| name.to_uppercase());
    let names = APIS.iter().chain(&DOMAINS).chain(&OTHERS).map(|name| (*name).to_owned());
    names.chain(capitals).collect()
}

/// The handles in a call.
fn handles(call: &Call) -> Vec<String> {
    let mut texts = vec![call.path.clone()];
    texts.extend(call.query.iter().map(|(_, value)| value.clone()));
    collect_texts(&call.body, &mut texts);
    texts.iter().flat_map(|text| handles_in(text)).collect()
}

fn collect_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| collect_texts(item, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn handles_in(text: &str) -> Vec<String> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(handle, _)| handle.to_owned()).collect()
}
