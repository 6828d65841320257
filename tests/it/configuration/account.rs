//! Whose credentials these are, and whether that account may be worked on.

use local_gateway::{Fault, Operation};

use super::{REGION, Setup};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Outcome, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_allowed_account_is_worked_on),
    scenario!(an_account_that_is_not_allowed_is_refused_before_anything_is_called),
    scenario!(a_forbidden_account_is_refused_before_anything_is_called),
    scenario!(sts_is_not_asked_when_the_user_says_so, needs: [CallLog]),
    scenario!(account_lists_are_checked_even_when_validation_is_skipped, needs: [CallLog]),
    scenario!(an_sts_that_names_no_account_is_an_error, needs: [Faults]),
    scenario!(credentials_that_sts_refuses_are_an_error_that_quotes_it, needs: [Faults]),
    scenario!(an_account_that_is_not_known_is_one_error_however_many_need_it, needs: [Faults]),
    scenario!(a_session_that_has_expired_says_how_to_renew_it, needs: [Faults]),
    scenario!(a_body_without_end_is_not_read, needs: [Faults]),
    scenario!(an_sts_that_cannot_be_reached_is_an_error_with_the_way_out),
];

const OTHER: &str = "999999999999";

fn an_allowed_account_is_worked_on(case: &Case) {
    let setup = Setup::new(case);
    let (url, keys, account) = (setup.endpoints(), setup.keys(), case.aws.account());
    setup.provider(&[REGION, &url, &keys, &format!("allowed_account_ids = [{OTHER:?}, {account:?}]")]);
    setup.works();
    setup.provider(&[REGION, &url, &keys, &format!("forbidden_account_ids = [{OTHER:?}]")]);
    setup.works();
}

fn an_account_that_is_not_allowed_is_refused_before_anything_is_called(case: &Case) {
    let setup = Setup::new(case);
    let lines = format!("allowed_account_ids = [{OTHER:?}]");
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), &lines]);
    let failed = setup.project.apply().fails();
    let error = failed.error("AWS Account Not Allowed").on("allowed_account_ids");
    error.says(case.aws.account()).says(OTHER).reads_as("account_not_allowed", case, &[]);
    assert!(!setup.recorder.sent().contains("/apigateway/aws4_request"));
    assert_eq!(case.aws.mappings(DOMAIN), []);
}

fn a_forbidden_account_is_refused_before_anything_is_called(case: &Case) {
    let setup = Setup::new(case);
    let lines = format!("forbidden_account_ids = [{:?}]", case.aws.account());
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), &lines]);
    let failed = setup.project.apply().fails();
    let error = failed.error("AWS Account Forbidden").on("forbidden_account_ids").says(case.aws.account());
    error.reads_as("account_forbidden", case, &[]);
    assert!(!setup.recorder.sent().contains("/apigateway/aws4_request"));
    assert_eq!(case.aws.mappings(DOMAIN), []);
}

fn sts_is_not_asked_when_the_user_says_so(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), "skip_credentials_validation = true"]);
    setup.works();
    assert_eq!(case.aws.local().count(Operation::GetCallerIdentity), 0);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys()]);
    setup.project.plan().succeeds();
    assert!(case.aws.local().count(Operation::GetCallerIdentity) > 0);
}

fn account_lists_are_checked_even_when_validation_is_skipped(case: &Case) {
    let setup = Setup::new(case);
    let lines = format!("allowed_account_ids = [{OTHER:?}]\nskip_credentials_validation = true");
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), &lines]);
    setup.project.plan().fails().error("AWS Account Not Allowed");
    assert!(case.aws.local().count(Operation::GetCallerIdentity) > 0);
}

fn an_sts_that_names_no_account_is_an_error(case: &Case) {
    let setup = Setup::new(case);
    let answer = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
                  <GetCallerIdentityResult><Arn>arn</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
    case.aws.local().inject(Fault::on(Operation::GetCallerIdentity).body(200, answer));
    for lines in
        ["", "allowed_account_ids = [\"123456789012\"]", "forbidden_account_ids = [\"123456789012\"]"]
    {
        setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), lines]);
        let failed = setup.project.apply().fails();
        failed.error("AWS Account Unknown").says("STS answered without an account.");
        assert_eq!(case.aws.mappings(DOMAIN), []);
    }
}

fn credentials_that_sts_refuses_are_an_error_that_quotes_it(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys()]);
    let refusal = "The security token included in the request is invalid.";
    case.aws.local().inject(Fault::on(Operation::GetCallerIdentity).error(
        403,
        "InvalidClientTokenId",
        refusal,
    ));
    let failed = setup.project.plan().fails();
    let error = failed.error("Credentials Not Accepted").says("InvalidClientTokenId").says(refusal);
    error.reads_as("credentials_not_accepted", case, &[]);
}

fn an_account_that_is_not_known_is_one_error_however_many_need_it(case: &Case) {
    let (world, project) = (World::new(case), case.project());
    let block = |n: usize| {
        let block = world.orders_block().key(&format!("key{n}"));
        block.hcl().replace("\"orders\" {", &format!("\"m{n}\" {{"))
    };
    project.main(&(0..3).map(block).collect::<String>());
    let refusal = "The security token included in the request is invalid.";
    let refuse = || {
        let fault = Fault::on(Operation::GetCallerIdentity);
        case.aws.local().inject(fault.error(403, "InvalidClientTokenId", refusal));
    };
    // What must fail after the first, as writes and imports must, says so and no more. (Not
    // every Terraform goes on to import after an error.)
    let is_said_once = |failed: Outcome, most_others: usize| {
        let failed = failed.fails();
        let (why, rest): (Vec<_>, _) =
            failed.errors().into_iter().partition(|error| error.detail.contains(refusal));
        assert!(why.len() == 1 && rest.len() <= most_others, "{}", failed.text);
        assert!(failed.errors().iter().all(|error| error.summary == "Credentials Not Accepted"));
        for error in rest {
            error.reads_as("account_not_known_for_another", case, &[]);
        }
    };

    project.plan_with(&["-out=made"]).succeeds();
    refuse();
    is_said_once(project.plan(), 0);
    is_said_once(project.apply(), 0);
    is_said_once(project.apply_with(&["made"]), 2);
    assert_eq!(case.aws.mappings(DOMAIN), []);

    case.aws.local().clear_faults();
    project.apply().succeeds();
    project.plan_with(&["-destroy", "-out=gone"]).succeeds();
    refuse();
    is_said_once(project.plan(), 0);
    is_said_once(project.plan_with(&["-refresh-only"]), 0);
    is_said_once(project.destroy(), 0);
    is_said_once(project.apply_with(&["gone"]), 2);
    let mappings = case.aws.mappings(DOMAIN);
    assert_eq!(mappings.len(), 3);

    case.aws.local().clear_faults();
    project.plan().plans_nothing();
    std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state to forget");
    let imports = mappings.iter().enumerate().map(|(n, mapping)| {
        let id = format!("{}/{DOMAIN}", mapping.api_mapping_id);
        format!("import {{\n  to = apigatewayv2_api_mapping.m{n}\n  id = {id:?}\n}}\n")
    });
    project.file("imports.tf", &imports.collect::<String>());
    refuse();
    is_said_once(project.plan(), 2);
}

fn a_session_that_has_expired_says_how_to_renew_it(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys()]);
    let refusal = "The security token included in the request is expired";
    case.aws.local().inject(Fault::on(Operation::GetCallerIdentity).error(403, "ExpiredToken", refusal));
    let failed = setup.project.plan().fails();
    let error = failed.error("Session Expired").says(refusal);
    error.reads_as("session_expired", case, &[]);
}

fn a_body_without_end_is_not_read(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys()]);
    case.aws.local().inject(Fault::on(Operation::GetCallerIdentity).body(200, " ".repeat(17 << 20)));
    setup.project.plan().fails().error("STS Not Reachable").says("length limit exceeded");
}

fn an_sts_that_cannot_be_reached_is_an_error_with_the_way_out(case: &Case) {
    let setup = Setup::new(case);
    let away = setup
        .endpoints()
        .replace(&format!("sts = \"{}\"", setup.recorder.url()), "sts = \"http://127.0.0.1:9\"");
    setup.provider(&[REGION, &setup.keys(), &away]);
    let failed = setup.project.plan().fails();
    let error = failed.error("STS Not Reachable");
    error.says("No connection to STS at http://127.0.0.1:9: connection refused.");
    error.says("skip_credentials_validation = true");
    error.reads_as("sts_not_reachable", case, &[]);
}
