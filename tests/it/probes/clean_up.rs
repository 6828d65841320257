//! A run on AWS leaves nothing behind, not after a failure at any step, and what it cannot
//! remove it names, with the commands that do.

use std::collections::BTreeSet;
use std::path::Path;

use libtest_mimic::Trial;
use local_gateway::{Fault, LocalGateway, Operation};

use super::program::{Program, everything, trial};

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

/// Each call that removes a part of a domain name or lists these parts, and a probe that needs it.
const PARTS: [(Operation, &str); 4] = [
    (Operation::DeleteApiMapping, "key_comma"),
    (Operation::GetApiMappings, "key_comma"),
    (Operation::DeleteRoutingRule, "rules_first_rest_and_http"),
    (Operation::ListRoutingRules, "rules_first_rest_and_http"),
];

/// Calls of probes that end in a refusal on record, so that they leave nothing to remove.
const REFUSED: [Operation; 2] = [Operation::DeleteStage, Operation::DeleteRestApiStage];

pub(super) fn trials(executable: &Path) -> Vec<Trial> {
    let trial = |name, run| trial(executable, name, run);
    vec![
        trial("a_run_on_aws_leaves_nothing_behind", a_whole_run),
        trial("a_failure_while_the_world_is_made_leaves_nothing_behind", failures_of_making),
        trial("an_answer_lost_while_the_world_is_made_leaves_nothing_behind", lost_answers_of_making),
        trial("a_failure_of_a_question_leaves_nothing_behind", failures_of_asking),
        trial("a_removal_that_fails_at_first_is_tried_again", removals_that_fail_at_first),
        trial("what_cannot_be_removed_is_named_with_its_command", removals_that_are_denied),
        trial("a_certificate_that_cannot_be_found_is_named_with_the_commands", a_lost_certificate),
        trial("parts_of_a_domain_name_that_stay_are_gone_with_it_or_named", parts_that_stay),
        trial("each_call_that_changes_something_has_its_failure", each_has_its_failure),
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

fn parts_that_stay(program: &Program, aws: &LocalGateway) {
    for (operation, probe) in PARTS {
        for fault in [Fault::on(operation).status(500), Fault::on(operation).deny()] {
            aws.clear_calls();
            aws.clear_faults();
            aws.inject(fault);
            let finished = program.run_on_aws(aws, probe);
            assert!(aws.count(operation) > 0, "{operation:?} was not called");
            // The domain name goes all the same, and they with it.
            assert_eq!(everything(aws), Vec::<String>::new(), "{operation:?}: {}", finished.text());
            assert_eq!(finished.code, 0, "{operation:?}: {}", finished.text());
        }
        aws.inject(Fault::on(Operation::DeleteDomainName).deny());
        let finished = program.run_on_aws(aws, probe);
        assert_ne!(finished.code, 0, "{operation:?}: {}", finished.text());
        let part = if matches!(operation, Operation::DeleteApiMapping | Operation::GetApiMappings) {
            "aws apigatewayv2 delete-api-mapping --domain-name "
        } else {
            "aws apigatewayv2 delete-routing-rule --domain-name "
        };
        for command in [part, "aws apigatewayv2 delete-domain-name --domain-name "] {
            assert!(finished.stderr.contains(command), "{operation:?}: {}", finished.stderr);
        }
        remove(aws, &everything(aws));
    }
}

fn each_has_its_failure(program: &Program, aws: &LocalGateway) {
    let finished = program.run_on_aws(aws, "");
    assert_eq!(finished.code, 0, "{}", finished.text());
    let failing: Vec<Operation> =
        (MAKING.iter().chain(&ASKING).chain(&PARTS).map(|(operation, _)| *operation))
            .chain(REMOVING.iter().map(|(operation, ..)| *operation))
            .chain(REFUSED)
            .collect();
    let untried: BTreeSet<String> = (aws.calls().iter().map(|call| call.operation))
        .filter(|operation| !failing.contains(operation))
        .map(|operation| operation.to_string())
        .filter(|name| !["Get", "List", "Unknown"].iter().any(|reads| name.starts_with(reads)))
        .collect();
    assert_eq!(untried, BTreeSet::new());
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
