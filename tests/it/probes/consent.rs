//! Nothing is made on AWS before the question is answered with yes.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use libtest_mimic::Trial;
use local_gateway::{LocalGateway, Operation};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::program::{Program, everything, trial};

pub(super) fn trials(executable: &Path) -> Vec<Trial> {
    let trial = |name, run| trial(executable, name, run);
    vec![
        trial("nothing_is_made_without_consent", without_consent),
        trial("an_answer_other_than_yes_makes_nothing", declined),
        trial("after_a_yes_the_run_goes_on", agreed),
    ]
}

fn without_consent(program: &Program, aws: &LocalGateway) {
    let finished = program.start_on_aws(aws, &[]).finish();
    assert_ne!(finished.code, 0);
    for said in ["account 123456789012, region eu-west-1", "nothing has been made", "--yes"] {
        assert!(finished.stderr.contains(said), "{said} in {}", finished.stderr);
    }
    let called: Vec<_> = aws.calls().into_iter().map(|call| call.operation).collect();
    assert_eq!(called, [Operation::GetCallerIdentity]);
    assert!(!program.record().exists());
}

fn declined(program: &Program, aws: &LocalGateway) {
    for answer in ["no\n", "\n", "Y\n"] {
        aws.clear_calls();
        let (terminal, mut keyboard) = pseudoterminal();
        keyboard.write_all(answer.as_bytes()).expect("an answer");
        let finished = program.start_on_aws_at(aws, terminal, &[]).finish();
        assert_ne!(finished.code, 0);
        assert!(finished.stderr.contains("Type yes to go on"), "{}", finished.stderr);
        assert!(finished.stderr.contains("nothing has been made"), "{}", finished.stderr);
        assert_eq!(aws.calls().len(), aws.count(Operation::GetCallerIdentity));
        assert!(!program.record().exists());
    }
}

fn agreed(program: &Program, aws: &LocalGateway) {
    let (terminal, mut keyboard) = pseudoterminal();
    keyboard.write_all(b"yes\n").expect("an answer");
    let finished = program.start_on_aws_at(aws, terminal, &["--only", "key_comma"]).finish();
    assert_eq!(finished.code, 0, "{}", finished.text());
    assert!(aws.count(Operation::CreateApiMapping) > 0);
    assert_eq!(everything(aws), Vec::<String>::new());
}

/// A terminal, and what types at it.
fn pseudoterminal() -> (File, File) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&keyboard).and_then(|()| unlockpt(&keyboard)).expect("leave to open it");
    let name = ptsname(&keyboard, Vec::new()).expect("its name").into_string().expect("a path");
    let terminal = File::options().read(true).write(true).open(PathBuf::from(name)).expect("its other end");
    (terminal, File::from(keyboard))
}
