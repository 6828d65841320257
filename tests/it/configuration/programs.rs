//! Programs that give credentials.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::{REGION, Setup};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_program_is_asked_once_for_all_calls_and_given_its_time),
    scenario!(a_program_that_fails_is_named_without_its_words_and_its_arguments),
    scenario!(a_program_ends_with_the_run),
];

/// A setup whose profile names the program `script` of the shell.
fn setup<'a>(case: &'a Case, script: &str) -> Setup<'a> {
    let setup = Setup::new(case);
    let folder = setup.project.folder().display().to_string();
    setup.project.file("program", &script.replace("{folder}", &folder));
    let config = format!("[profile team]\ncredential_process = sh {folder}/program s3cr3t-argument\n");
    setup.project.file(".aws/config", &config);
    setup.provider(&[REGION, "profile = \"team\"", &setup.endpoints()]);
    setup
}

fn a_program_is_asked_once_for_all_calls_and_given_its_time(case: &Case) {
    let answer = serde_json::json!({"Version": 1, "AccessKeyId": case.aws.account(),
        "SecretAccessKey": "not-a-secret"});
    // Longer than a call to STS may take.
    let script = format!("echo asked >> {{folder}}/asked\nsleep 6\necho '{answer}'\n");
    let setup = setup(case, &script);
    setup.project.plan().succeeds();
    let asked = fs::read_to_string(setup.project.folder().join("asked")).expect("the program was started");
    assert_eq!(asked.lines().count(), 1, "STS and API Gateway share what it gave");
}

fn a_program_that_fails_is_named_without_its_words_and_its_arguments(case: &Case) {
    let mut setup =
        setup(case, "echo asked >> {folder}/asked\necho s3cr3t-words >&2\necho s3cr3t-words\nexit 3\n");
    setup.project.env("TF_LOG", "TRACE");
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says("credential_process of the profile \"team\" (sh) failed");
    error.reads_as("program_that_fails", case, &[]);
    assert!(!failed.text.contains("s3cr3t"), "{}", failed.text);
    let asked = fs::read_to_string(setup.project.folder().join("asked")).expect("the program was started");
    assert_eq!(asked.lines().count(), 1);
    assert_eq!(setup.recorder.sent(), "");
}

fn a_program_ends_with_the_run(case: &Case) {
    // It takes no notice of Ctrl-C, and neither does what it starts.
    let setup = setup(case, "trap '' INT\nsleep 1000 &\ntouch {folder}/started\nwait\n");
    let running = setup.project.start(&["plan", "-no-color", "-input=false"]);
    let started = setup.project.folder().join("started");
    let since = Instant::now();
    while !started.exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "the program is not started");
        thread::sleep(Duration::from_millis(10));
    }
    running.interrupt();
    assert_ne!(running.finish().code, 0);
    // That nothing is left running is checked after each scenario.
}
