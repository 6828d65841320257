//! What stands in for the service is held against the best record of each probe.
//!
//! The comparisons are kept beside this file; `TEST_UPDATE_PROBES=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use local_gateway::LocalGateway;

use super::program::{Program, trial};
use crate::harness::endpoint::EndpointLane;

pub(super) fn trials(executable: &Path, _endpoints: &[EndpointLane]) -> Vec<Trial> {
    vec![trial(executable, "the_local_endpoint_answers_as_the_best_record_says", the_local_endpoint)]
}

fn the_local_endpoint(program: &Program, _: &LocalGateway) {
    hold("local.txt", &comparison(program, &["--endpoint", "local"]));
}

/// Asks everything, and compares with the best record of each probe.
fn comparison(program: &Program, endpoint: &[&str]) -> String {
    let record = program.record();
    let record = record.to_str().expect("a path of letters");
    let asked = program.run(&[endpoint, &["--output", record]].concat());
    assert_eq!(asked.code, 0, "{}", asked.text());
    let compared = program.run(&["--compare", "best", record]);
    assert_eq!(compared.code, 0, "{}", compared.text());
    compared.stdout
}

/// Holds a comparison against the one that is kept, or keeps it.
fn hold(name: &str, found: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/probes").join(name);
    if std::env::var_os("TEST_UPDATE_PROBES").is_some() {
        fs::write(&path, found).expect("the comparison is written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let how = "read it; TEST_UPDATE_PROBES=1 keeps it";
    assert!(kept == found, "{name} is another now ({how}):\n{found}\nbefore:\n{kept}");
}
