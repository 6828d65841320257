//! The record of the facts beside the table of probes.

use std::collections::BTreeSet;

use super::all;
use crate::call::Call;
use crate::probe::{Probe, Step};
use crate::record::{Evidence, Observation, Record};

const FILE: &str = include_str!("../../../../../crates/local-gateway/records/facts.json");

fn facts() -> Record {
    serde_json::from_str(FILE).expect("facts.json is a record")
}

/// Each probe with what is known of it.
fn known() -> Vec<(Probe, Observation)> {
    let mut facts = facts();
    let probes = all().into_iter();
    probes.filter_map(|probe| facts.probes.remove(probe.name).map(|known| (probe, known))).collect()
}

#[test]
fn the_file_is_written_as_a_run_writes_its_record() {
    let written = serde_json::to_string_pretty(&facts()).expect("a record can be written");
    assert!(FILE == format!("{written}\n"), "write the fields and the probes in the order of a record");
}

#[test]
fn the_facts_are_about_the_probes_of_the_table() {
    let table: BTreeSet<String> = all().iter().map(|probe| probe.name.to_owned()).collect();
    let facts: BTreeSet<String> = facts().probes.into_keys().collect();
    assert_eq!(facts, table);
}

#[test]
fn the_answers_are_those_to_the_questions() {
    for (probe, known) in known() {
        let asked: Vec<&str> = answered(&probe).map(|call| call.operation).collect();
        let answers: Vec<&str> = known.answers.iter().map(|answer| answer.call.as_str()).collect();
        assert_eq!(answers, asked, "{}", probe.name);
    }
}

#[test]
fn every_fact_has_its_evidence_and_its_source() {
    for (probe, known) in known() {
        assert!(known.evidence.is_some() && known.absent.is_none(), "{}", probe.name);
        assert!(known.source.is_some_and(|source| !source.is_empty()), "{}", probe.name);
    }
}

#[test]
fn unknown_is_what_has_no_status() {
    for (probe, known) in known() {
        let none = known.answers.iter().all(|answer| answer.status.is_none());
        assert_eq!(known.evidence == Some(Evidence::Unknown), none, "{}", probe.name);
    }
}

#[test]
fn what_is_known_has_a_link() {
    for (probe, known) in known() {
        let linked = known.source.is_some_and(|source| source.contains("https://"));
        assert!(linked || known.evidence == Some(Evidence::Unknown), "{}", probe.name);
    }
}

/// The calls of a probe whose answers are recorded.
fn answered(probe: &Probe) -> impl Iterator<Item = &Call> {
    probe.steps.iter().filter(|step| step.asks()).flat_map(Step::calls)
}
