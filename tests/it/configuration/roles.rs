//! Roles that are assumed on the way to the account.

use local_gateway::{Fault, Operation};

use super::{REGION, Setup};
use crate::acceptance::world::DOMAIN;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_assumed_role_is_what_calls_are_made_as),
    scenario!(every_setting_of_a_role_reaches_sts),
    scenario!(roles_are_assumed_one_after_the_other),
    scenario!(a_web_identity_token_stands_in_for_credentials),
    scenario!(a_web_identity_in_the_environment_is_used),
    scenario!(a_role_of_a_profile_is_assumed),
    scenario!(a_role_without_an_arn_is_none),
    scenario!(a_role_that_cannot_be_assumed_is_an_error_that_quotes_sts, needs: [Faults]),
    scenario!(a_session_that_has_expired_before_its_role_is_one_error, needs: [Faults]),
    scenario!(a_token_file_that_is_not_there_is_named),
];

fn role_arn(case: &Case, name: &str) -> String {
    format!("arn:aws:iam::{}:role/{name}", case.aws.account())
}

/// The access keys that signed calls to API Gateway.
fn callers(setup: &Setup<'_>) -> Vec<String> {
    let sent = setup.recorder.sent();
    sent.split("Credential=")
        .skip(1)
        .filter_map(|rest| rest.split_once('/'))
        .filter(|(_, scope)| scope.split(',').next().is_some_and(|scope| scope.contains("/apigateway/")))
        .map(|(key, _)| key.to_owned())
        .collect()
}

#[track_caller]
fn called_as_a_session(setup: &Setup<'_>) {
    let callers = callers(setup);
    assert!(!callers.is_empty() && callers.iter().all(|key| key.starts_with("ASIA")), "{callers:?}");
}

fn an_assumed_role_is_what_calls_are_made_as(case: &Case) {
    let setup = Setup::new(case);
    let role = format!("assume_role {{\n  role_arn = {:?}\n}}", role_arn(case, "deployer"));
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role]);
    setup.works();
    called_as_a_session(&setup);
}

fn every_setting_of_a_role_reaches_sts(case: &Case) {
    let setup = Setup::new(case);
    let role = format!(
        r#"assume_role {{
  role_arn            = {:?}
  session_name        = "ci-run-7"
  external_id         = "agreed"
  duration            = "1h30m"
  policy              = jsonencode({{ Version = "2012-10-17", Statement = [{{ Effect = "Allow", Action = "*", Resource = "*" }}] }})
  policy_arns         = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
  source_identity     = "ci"
  tags                = {{ team = "payments" }}
  transitive_tag_keys = ["team"]
}}"#,
        role_arn(case, "deployer")
    );
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role]);
    setup.works();
    called_as_a_session(&setup);
    let sent = setup.recorder.sent();
    for parameter in [
        "Action=AssumeRole&",
        "RoleSessionName=ci-run-7",
        "ExternalId=agreed",
        "DurationSeconds=5400",
        "Policy=%7B",
        "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess",
        "SourceIdentity=ci",
        "Tags.member.1.Key=team",
        "Tags.member.1.Value=payments",
        "TransitiveTagKeys.member.1=team",
    ] {
        assert!(sent.contains(parameter), "{parameter} was not sent");
    }
}

fn roles_are_assumed_one_after_the_other(case: &Case) {
    let setup = Setup::new(case);
    let role = |name: &str| format!("assume_role {{\n  role_arn = {:?}\n}}", role_arn(case, name));
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role("first"), &role("second")]);
    setup.works();
    let sent = setup.recorder.sent();
    let (first, second) = (sent.find("role%2Ffirst"), sent.find("role%2Fsecond"));
    assert!(first.is_some() && first < second, "{first:?} {second:?}");
    called_as_a_session(&setup);
}

fn a_web_identity_token_stands_in_for_credentials(case: &Case) {
    let setup = Setup::new(case);
    let arn = role_arn(case, "ci");
    setup.project.file("token", "a-web-token\n");
    let folder = setup.project.folder().display();
    for token in [
        format!("web_identity_token_file = \"{folder}/token\""),
        "web_identity_token_file = \"~/token\"".to_owned(),
        "web_identity_token_file = \"$HOME/token\"".to_owned(),
        "web_identity_token = \"a-web-token\"".to_owned(),
    ] {
        let block = format!(
            "assume_role_with_web_identity {{\n  role_arn = {arn:?}\n  session_name = \"ci-run-7\"\n  {token}\n}}"
        );
        setup.provider(&[REGION, &setup.endpoints(), &block]);
        setup.works();
    }
    let sent = setup.recorder.sent();
    assert!(
        sent.contains("Action=AssumeRoleWithWebIdentity") && sent.contains("WebIdentityToken=a-web-token")
    );
    assert!(!sent.contains("a-web-token%0A"), "the end of the line is not part of the token");
    assert!(sent.contains("RoleSessionName=ci-run-7"));
    called_as_a_session(&setup);
}

fn a_web_identity_in_the_environment_is_used(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.file("token", "a-web-token");
    let token = setup.project.folder().join("token").display().to_string();
    setup.project.env("AWS_WEB_IDENTITY_TOKEN_FILE", &token);
    setup.project.env("AWS_ROLE_ARN", &role_arn(case, "ci"));
    // The STS of the block is the one that the token goes to.
    setup.project.env("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9");
    setup.works();
    called_as_a_session(&setup);
}

fn a_role_of_a_profile_is_assumed(case: &Case) {
    let setup = Setup::new(case);
    // The region is the profile's own, and STS the one of the block.
    setup.provider(&["profile = \"team\"", &setup.endpoints()]);
    let config = format!(
        "[profile base]\naws_access_key_id = {}\naws_secret_access_key = not-a-secret\n\n\
         [profile team]\nsource_profile = base\nrole_arn = {}\nexternal_id = agreed\nregion = eu-west-1\n",
        case.aws.account(),
        role_arn(case, "deployer")
    );
    setup.project.file(".aws/config", &config);
    setup.works();
    called_as_a_session(&setup);
    assert!(setup.recorder.sent().contains("ExternalId=agreed"));
}

fn a_role_without_an_arn_is_none(case: &Case) {
    let setup = Setup::new(case);
    for arn in ["null", "\"\""] {
        let role = format!("assume_role {{\n  role_arn = {arn}\n}}");
        setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role]);
        setup.works();
    }
    assert!(callers(&setup).iter().all(|key| key == case.aws.account()));
}

fn a_role_that_cannot_be_assumed_is_an_error_that_quotes_sts(case: &Case) {
    let setup = Setup::new(case);
    let role = format!("assume_role {{\n  role_arn = {:?}\n}}", role_arn(case, "deployer"));
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role]);
    let refusal = "User: ci is not authorized to perform: sts:AssumeRole";
    case.aws.local().inject(Fault::on(Operation::AssumeRole).error(403, "AccessDenied", refusal));
    let failed = setup.project.apply().fails();
    let error = failed.error("Role Not Assumed").says("role/deployer").says(refusal);
    error.reads_as("role_not_assumed", case, &[]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
}

fn a_session_that_has_expired_before_its_role_is_one_error(case: &Case) {
    let setup = Setup::new(case);
    let role = format!("assume_role {{\n  role_arn = {:?}\n}}", role_arn(case, "deployer"));
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &role]);
    let refusal = "The security token included in the request is expired";
    case.aws.local().inject(Fault::on(Operation::AssumeRole).error(403, "ExpiredToken", refusal));
    for failed in [setup.project.plan().fails(), setup.project.apply().fails()] {
        let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
        assert_eq!(error.summary, "Session Expired");
        error.says("role/deployer").says(refusal).reads_as("session_of_a_role_expired", case, &[]);
    }
    assert_eq!(case.aws.mappings(DOMAIN), []);
}

fn a_token_file_that_is_not_there_is_named(case: &Case) {
    let setup = Setup::new(case);
    let block = format!(
        "assume_role_with_web_identity {{\n  role_arn = {:?}\n  web_identity_token_file = \"/nowhere/token\"\n}}",
        role_arn(case, "ci")
    );
    setup.provider(&[REGION, &setup.endpoints(), &block]);
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says("/nowhere/token cannot be read: no such file or directory");
    error.reads_as("token_file_that_does_not_exist", case, &[]);

    setup.project.file("empty", "\n");
    setup.provider(&[REGION, &setup.endpoints(), &block.replace("/nowhere/token", "~/empty")]);
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says("~/empty is empty");
}
