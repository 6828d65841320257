//! What stands in for the service is held against the best record of each probe.
//!
//! The comparisons are kept beside this file; `--keep-comparisons` writes them anew. What
//! differs between the local endpoint and ministack where the facts know nothing is kept as
//! well: there are two readings of one contract, and one of them may be wrong.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use serde_json::Value;

use super::program::{Program, trial_of};
use crate::harness::endpoint::EndpointLane;
use crate::harness::process;

const LOCAL: &str = "local";
const MINISTACK: &str = "ministack";

/// A lane, the sentence, and the trial.
type Row = (&'static str, &'static str, fn(&Program));

const ROWS: [Row; 3] = [
    (LOCAL, "the_local_endpoint_answers_as_the_best_record_says", the_local_endpoint),
    (MINISTACK, "ministack_differs_from_the_best_record_as_is_known", ministack),
    (MINISTACK, "two_readings_differ_as_is_known_where_there_is_no_record", two_readings),
];

pub(super) fn trials(executable: &Path, endpoints: &[EndpointLane]) -> Vec<Trial> {
    let is_here = |lane: &str| endpoints.iter().any(|endpoint| endpoint.name() == lane);
    let rows = ROWS.into_iter().filter(|(lane, ..)| is_here(lane));
    rows.map(|(lane, name, run)| trial_of(lane, executable, name, run)).collect()
}

fn the_local_endpoint(program: &Program) {
    let record = asked(program, LOCAL);
    hold("local.txt", &compared(program, "best", &record));
}

fn ministack(program: &Program) {
    let record = asked(program, MINISTACK);
    hold("ministack.txt", &compared(program, "best", &record));
}

fn two_readings(program: &Program) {
    let [one, other] = [LOCAL, MINISTACK].map(|endpoint| {
        let record = asked(program, endpoint);
        keep_what_the_facts_do_not_know(Path::new(&record));
        record
    });
    hold("two_readings.txt", &compared(program, &one, &other));
}

/// Asks everything, and gives the place of the record.
fn asked(program: &Program, endpoint: &str) -> String {
    let record = program.record_named(endpoint).to_str().expect("a path of letters").to_owned();
    let mut command = program.command(&["--endpoint", endpoint, "--output", &record]);
    if let Some(ministack) = std::env::var_os("TEST_MINISTACK") {
        command.env("PROBE_MINISTACK", ministack);
    }
    let asked = process::run(&mut command);
    assert_eq!(asked.code, 0, "{}", asked.text());
    record
}

/// What differs between two records.
fn compared(program: &Program, one: &str, other: &str) -> String {
    let compared = program.run(&["--compare", one, other]);
    assert_eq!(compared.code, 0, "{}", compared.text());
    compared.stdout
}

/// Takes all other probes out of a record.
fn keep_what_the_facts_do_not_know(record: &Path) {
    let facts = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/local-gateway/records/facts.json"));
    let mut record_of_run = read(record);
    let probes = record_of_run["probes"].as_object_mut().expect("the probes");
    probes.retain(|name, _| facts["probes"][name]["evidence"] == "unknown");
    assert!(!probes.is_empty(), "the facts know everything");
    fs::write(record, record_of_run.to_string()).expect("the record is written");
}

fn read(record: &Path) -> Value {
    let text = fs::read_to_string(record).expect("a record");
    serde_json::from_str(&text).expect("a record is JSON")
}

/// Holds a comparison against the one that is kept, or keeps it.
fn hold(name: &str, found: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/probes").join(name);
    if std::env::var_os("TEST_UPDATE_PROBES").is_some() {
        fs::write(&path, found).expect("the comparison is written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let how = "read it; `cargo xtask test probes --only it --keep-comparisons` keeps it";
    assert!(kept == found, "{name} is another now ({how}):\n{found}\nbefore:\n{kept}");
}
