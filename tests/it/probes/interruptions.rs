//! A run on AWS that is interrupted removes what it has made.

use std::path::Path;
use std::time::Duration;

use libtest_mimic::Trial;
use local_gateway::{Fault, LocalGateway, Operation};
use rustix::process::Signal;

use super::program::{Program, everything, trial};

/// Long enough for a call to arrive on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

pub(super) fn trials(executable: &Path) -> Vec<Trial> {
    let trial = |name, run| trial(executable, name, run);
    vec![
        trial("an_interrupted_run_leaves_nothing_behind", an_interruption),
        trial("a_second_interruption_ends_the_removal_and_names_what_is_left", two_interruptions),
    ]
}

fn an_interruption(program: &Program, aws: &LocalGateway) {
    // Ctrl-C, the request to end, and a terminal that is closed.
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        aws.clear_calls();
        aws.inject(Fault::on(Operation::CreateApiMapping).delay(Duration::from_millis(100)));
        let running = program.start_on_aws(aws, &["--yes", "--only", "key_"]);
        assert!(aws.wait_for(Operation::CreateApiMapping, 2, LIMIT));
        running.signal(signal);
        let finished = running.finish();
        assert_ne!(finished.code, 0, "{}", finished.text());
        assert!(finished.stderr.contains("the run was interrupted; nothing that the run has made is left"));
        assert_eq!(everything(aws), Vec::<String>::new(), "{signal:?}");
        assert!(!program.record().exists());
    }
}

fn two_interruptions(program: &Program, aws: &LocalGateway) {
    aws.inject(Fault::on(Operation::DeleteApi).hang());
    aws.inject(Fault::on(Operation::CreateApiMapping).delay(Duration::from_millis(100)));
    let running = program.start_on_aws(aws, &["--yes", "--only", "key_"]);
    assert!(aws.wait_for(Operation::CreateApiMapping, 2, LIMIT));
    running.interrupt();
    assert!(aws.wait_for(Operation::DeleteApi, 1, LIMIT));
    running.interrupt();
    let finished = running.finish();
    assert_ne!(finished.code, 0, "{}", finished.text());
    for said in
        ["the removal was interrupted", "aws apigatewayv2 delete-api --api-id ", "aws acm delete-certificate"]
    {
        assert!(finished.stderr.contains(said), "{said} in {}", finished.stderr);
    }
    assert_eq!(aws.count(Operation::DeleteApi), 1);
}
