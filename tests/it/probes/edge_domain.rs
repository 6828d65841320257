//! The edge-optimised domain name, which comes only with `--edge-domain`.

use std::path::Path;

use libtest_mimic::Trial;
use local_gateway::{Domain, LocalGateway};

use super::program::{Program, everything, trial};
use crate::harness::process::Finished;

const NAME: &str = "probe.example.org";

pub(super) fn trials(executable: &Path) -> Vec<Trial> {
    let trial = |name, run| trial(executable, name, run);
    vec![
        trial("an_edge_optimised_domain_name_has_a_certificate_of_us_east_1", with_a_certificate),
        trial("without_a_certificate_there_is_no_edge_optimised_domain_name", without_a_certificate),
        trial("a_domain_name_that_exists_is_left_alone", that_exists),
    ]
}

fn run(program: &Program, aws: &LocalGateway) -> Finished {
    let words = ["--yes", "--edge-domain", NAME, "--only", "edge_single_level"];
    program.start_on_aws(aws, &words).finish()
}

fn with_a_certificate(program: &Program, aws: &LocalGateway) {
    let certificates = aws.world_in("us-east-1", |world| {
        ["*.example.net", "*.example.org"].map(|name| world.put_certificate(name))
    });
    let finished = run(program, aws);
    assert_eq!(finished.code, 0, "{}", finished.text());
    assert!(
        finished.stderr.contains(&format!("1 edge-optimised domain name, {NAME}")),
        "{}",
        finished.stderr
    );
    assert!(finished.stdout.contains("1 probe answered."), "{}", finished.stdout);
    let record = std::fs::read_to_string(program.record()).expect("a record");
    assert!(record.contains("Only REGIONAL domain names") && !record.contains(NAME), "{record}");
    assert_eq!(everything(aws), Vec::<String>::new());
    let mut left = aws.world_in("us-east-1", |world| world.everything());
    left.sort();
    let mut held = certificates.to_vec();
    held.sort();
    assert_eq!(left, held, "the certificates are not the run's");
}

fn without_a_certificate(program: &Program, aws: &LocalGateway) {
    aws.world_in("us-east-1", |world| world.put_certificate("*.deeper.example.org"));
    let finished = run(program, aws);
    assert_eq!(finished.code, 0, "{}", finished.text());
    let why = "edge_single_level: {edge} cannot be made: ACM in us-east-1 has no certificate for ";
    assert!(finished.stdout.contains(why), "{}", finished.stdout);
    assert_eq!(everything(aws), Vec::<String>::new());
}

fn that_exists(program: &Program, aws: &LocalGateway) {
    aws.world_in("us-east-1", |world| world.put_certificate(NAME));
    aws.world(|world| world.put_domain(Domain::new(NAME)));
    let finished = run(program, aws);
    assert_eq!(finished.code, 0, "{}", finished.text());
    assert!(finished.stdout.contains("exists, and only a new one can be used"), "{}", finished.stdout);
    assert_eq!(everything(aws), [NAME]);
}
