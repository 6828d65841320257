//! A run on AWS leaves nothing behind: not after a failure at any step, not after Ctrl-C,
//! and what it cannot remove it names, with the commands that do.

use std::path::Path;
use std::time::Duration;

use libtest_mimic::Trial;
use local_gateway::{Fault, LocalGateway, Operation};

use super::program::{Program, everything, trial};

/// Long enough for a call to arrive on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Each call that makes a part of the world, and a probe that needs it.
const MAKING: [(Operation, &str); 11] = [
    (Operation::ImportCertificate, "key_comma"),
    (Operation::CreateApi, "key_comma"),
    (Operation::CreateStage, "key_comma"),
    (Operation::CreateDomainName, "key_comma"),
    (Operation::CreateRestApi, "rest_edge_on_regional"),
    (Operation::GetResources, "rest_edge_on_regional"),
    (Operation::PutMethod, "rest_edge_on_regional"),
    (Operation::PutIntegration, "rest_edge_on_regional"),
    (Operation::CreateDeployment, "rest_edge_on_regional"),
    (Operation::CreateV1DomainName, "enhanced_http"),
    (Operation::CreateV1DomainName, "private_domain"),
];

/// Each call of a probe that changes something, and the probe.
const ASKING: [(Operation, &str); 6] = [
    (Operation::CreateApiMapping, "key_duplicate"),
    (Operation::UpdateApiMapping, "update_takes_key"),
    (Operation::CreateBasePathMapping, "base_path_is_mapping"),
    (Operation::CreateRoutingRule, "rules_first_rest_and_http"),
    (Operation::UpdateDomainName, "rules_first_create"),
    (Operation::CreateDomainName, "domain_created_with_capitals"),
];

/// Each call that removes something, a probe that needs it, and what then is left.
const REMOVING: [(Operation, &str, &str); 5] = [
    (Operation::DeleteDomainName, "key_comma", "aws apigatewayv2 delete-domain-name --domain-name regional-"),
    (Operation::DeleteApi, "key_comma", "aws apigatewayv2 delete-api --api-id "),
    (Operation::DeleteCertificate, "key_comma", "aws acm delete-certificate --certificate-arn arn:"),
    (Operation::DeleteRestApi, "rest_edge_on_regional", "aws apigateway delete-rest-api --rest-api-id "),
    (
        Operation::DeleteV1DomainName,
        "enhanced_http",
        "aws apigateway delete-domain-name --domain-name enhanced-",
    ),
];

pub(super) fn trials(executable: &Path) -> Vec<Trial> {
    let trial = |name, run| trial(executable, name, run);
    vec![
        trial("a_run_on_aws_leaves_nothing_behind", a_whole_run),
        trial("nothing_is_made_without_consent", without_consent),
        trial("a_failure_while_the_world_is_made_leaves_nothing_behind", failures_of_making),
        trial("an_answer_lost_while_the_world_is_made_leaves_nothing_behind", lost_answers_of_making),
        trial("a_failure_of_a_question_leaves_nothing_behind", failures_of_asking),
        trial("a_removal_that_fails_at_first_is_tried_again", removals_that_fail_at_first),
        trial("what_cannot_be_removed_is_named_with_its_command", removals_that_are_denied),
        trial("a_certificate_that_cannot_be_found_is_named_with_the_commands", a_lost_certificate),
        trial("an_interrupted_run_leaves_nothing_behind", an_interruption),
        trial("a_second_interruption_ends_the_removal_and_names_what_is_left", two_interruptions),
        trial("expired_credentials_end_the_run_and_name_what_is_left", expired_credentials),
    ]
}

fn a_whole_run(program: &Program, aws: &LocalGateway) {
    let finished = program.run_on_aws(aws, "");
    assert_eq!(finished.code, 0, "{}", finished.text());
    assert!(finished.stderr.contains("None of it costs anything"), "{}", finished.stderr);
    assert!(
        finished
            .stdout
            .contains("edge_single_level: {edge} cannot be made: it comes only with --edge-domain")
    );
    assert_eq!(everything(aws), Vec::<String>::new());
    let record = std::fs::read_to_string(program.record()).expect("a record");
    assert!(record.contains(&aws.url()) && !record.contains("123456789012"), "{record}");
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

fn failures_of_making(program: &Program, aws: &LocalGateway) {
    for (operation, probe) in MAKING {
        for fault in
            [Fault::on(operation).status(500), Fault::on(operation).deny(), Fault::on(operation).status(400)]
        {
            aws.clear_calls();
            aws.clear_faults();
            aws.inject(fault);
            let finished = program.run_on_aws(aws, probe);
            assert!(aws.count(operation) > 0, "{operation:?} was not called");
            assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
            assert!(finished.stdout.contains("cannot be made: "), "{operation:?}: {}", finished.stdout);
            assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}");
        }
    }
}

fn lost_answers_of_making(program: &Program, aws: &LocalGateway) {
    for (operation, probe) in MAKING {
        for fault in [Fault::on(operation).lose_answer(), Fault::on(operation).throttle().after_the_work()] {
            aws.clear_faults();
            aws.inject(fault.once());
            let finished = program.run_on_aws(aws, probe);
            assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
            assert!(finished.stdout.contains("1 probe answered."), "{operation:?}: {}", finished.stdout);
            assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}");
        }
    }
}

fn failures_of_asking(program: &Program, aws: &LocalGateway) {
    for (operation, probe) in ASKING {
        aws.clear_faults();
        aws.inject(Fault::on(operation).lose_answer().once());
        let finished = program.run_on_aws(aws, probe);
        assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
        assert!(finished.stdout.contains("1 probe answered."), "{operation:?}: {}", finished.stdout);
        assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}");
    }
    for (operation, probe) in ASKING.into_iter().take(4) {
        aws.clear_faults();
        aws.inject(Fault::on(operation).status(500));
        let finished = program.run_on_aws(aws, probe);
        assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
        assert!(finished.stdout.contains("it was not answered: "), "{operation:?}: {}", finished.stdout);
        assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}");
    }
}

fn removals_that_fail_at_first(program: &Program, aws: &LocalGateway) {
    for (operation, probe, _) in REMOVING {
        for fault in [Fault::on(operation).status(500).times(2), Fault::on(operation).lose_answer().once()] {
            aws.clear_faults();
            aws.inject(fault);
            let finished = program.run_on_aws(aws, probe);
            assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
            assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}");
        }
    }
}

fn removals_that_are_denied(program: &Program, aws: &LocalGateway) {
    for (operation, probe, command) in REMOVING {
        aws.clear_faults();
        aws.inject(Fault::on(operation).deny());
        let finished = program.run_on_aws(aws, probe);
        assert_ne!(finished.code, 0, "{operation:?}: {}", finished.text());
        assert!(finished.stderr.contains(command), "{operation:?}: {}", finished.stderr);
        assert!(finished.stderr.contains("AccessDeniedException"), "{operation:?}: {}", finished.stderr);
        // A certificate stays as long as its domain name.
        let left = everything(aws);
        assert!(!left.is_empty() && left.len() <= 2, "{operation:?}: {left:?}");
        remove(aws, &left);
    }
}

/// Out of band, for the next run.
fn remove(aws: &LocalGateway, names: &[String]) {
    aws.world_in(crate::harness::REGION, |world| {
        for name in names {
            world.remove(name);
        }
    });
}

fn a_lost_certificate(program: &Program, aws: &LocalGateway) {
    aws.inject(Fault::on(Operation::ListCertificates).deny());
    aws.inject(Fault::on(Operation::ImportCertificate).lose_answer().once());
    let finished = program.run_on_aws(aws, "key_comma");
    assert_ne!(finished.code, 0, "{}", finished.text());
    for said in
        ["aws acm list-certificates --query", "aws acm delete-certificate --certificate-arn ID", &aws.url()]
    {
        assert!(finished.stderr.contains(said), "{said} in {}", finished.stderr);
    }
    assert!(finished.stdout.is_empty(), "{}", finished.stdout);
    assert_eq!(everything(aws).len(), 1, "{:?}", everything(aws));
}

fn an_interruption(program: &Program, aws: &LocalGateway) {
    aws.inject(Fault::on(Operation::CreateApiMapping).delay(Duration::from_millis(100)));
    let running = program.start_on_aws(aws, &["--yes", "--only", "key_"]);
    assert!(aws.wait_for(Operation::CreateApiMapping, 2, LIMIT));
    running.interrupt();
    let finished = running.finish();
    assert_ne!(finished.code, 0, "{}", finished.text());
    assert!(finished.stderr.contains("the run was interrupted; nothing that the run has made is left"));
    assert_eq!(everything(aws), Vec::<String>::new());
    assert!(!program.record().exists());
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

fn expired_credentials(program: &Program, aws: &LocalGateway) {
    aws.inject(
        Fault::on_api_gateway().error(403, "ExpiredTokenException", "The security token is expired").skip(8),
    );
    let finished = program.run_on_aws(aws, "key_");
    assert_ne!(finished.code, 0, "{}", finished.text());
    assert!(
        finished.stderr.contains("AWS does not accept the credentials any more (403 ExpiredTokenException")
    );
    assert!(
        finished.stderr.contains("aws apigatewayv2 delete-domain-name --domain-name regional-"),
        "{}",
        finished.stderr
    );
    for left in ["domain name regional-", "certificate for probe-"] {
        let line = finished.stderr.lines().find(|line| line.contains(left) && line.contains(": "));
        let reason = "AWS does not accept the credentials any more (403 ExpiredTokenException";
        assert!(line.is_some_and(|line| line.contains(reason)), "{left} in {}", finished.stderr);
    }
    assert!(!finished.stderr.contains("the removal was interrupted"), "{}", finished.stderr);
    assert!(!program.record().exists());
}
