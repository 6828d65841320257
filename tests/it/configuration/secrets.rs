//! Secrets are in no log, no error and no state.

use super::{REGION, Setup, endpoints};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(secrets_of_the_provider_block_are_in_no_log_and_no_state, needs: [ProxyRequests]),
    scenario!(secrets_of_the_environment_are_in_no_log_and_no_state),
    scenario!(secrets_are_in_no_error),
];

const SECRETS: [&str; 4] = ["s3cr3t-key", "s3cr3t-token", "s3cr3t-web-token", "s3cr3t-password"];

#[track_caller]
fn tells_nothing(text: &str) {
    for secret in SECRETS {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is told in {line:?}");
    }
}

/// Runs a life of the mapping with everything logged.
fn live(setup: &Setup<'_>) {
    for arguments in [&["plan", "-no-color"][..], &["apply", "-no-color", "-auto-approve"]] {
        let finished = setup.project.run(arguments);
        assert_eq!(finished.code, 0, "{}", finished.text());
        assert!(finished.text().contains("apigatewayv2"), "the log is there");
        tells_nothing(&finished.text());
    }
    tells_nothing(&setup.project.state().text());
    let finished = setup.project.run(&["destroy", "-no-color", "-auto-approve"]);
    assert_eq!(finished.code, 0, "{}", finished.text());
    tells_nothing(&finished.text());
}

fn secrets_of_the_provider_block_are_in_no_log_and_no_state(case: &Case) {
    let mut setup = Setup::new(case);
    let keys = format!(
        "access_key = {:?}\nsecret_key = \"s3cr3t-key\"\ntoken = \"s3cr3t-token\"",
        case.aws.account()
    );
    setup.project.env("TF_LOG", "TRACE");
    setup.provider(&[REGION, &keys, &setup.endpoints()]);
    live(&setup);
    // The session of a role, and a proxy's password.
    let role = format!(
        "assume_role_with_web_identity {{\n  role_arn = \"arn:aws:iam::{}:role/ci\"\n  \
         web_identity_token = \"s3cr3t-web-token\"\n}}",
        case.aws.account()
    );
    let proxy = format!("http_proxy = \"http://user:s3cr3t-password@{}\"", setup.recorder.address());
    setup.provider(&[REGION, &role, &endpoints("http://gateway.invalid"), &proxy]);
    live(&setup);
}

fn secrets_of_the_environment_are_in_no_log_and_no_state(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.env("TF_LOG", "TRACE");
    setup.project.env("AWS_ACCESS_KEY_ID", case.aws.account());
    setup.project.env("AWS_SECRET_ACCESS_KEY", "s3cr3t-key");
    setup.project.env("AWS_SESSION_TOKEN", "s3cr3t-token");
    live(&setup);
}

fn secrets_are_in_no_error(case: &Case) {
    let mut setup = Setup::new(case);
    setup.project.env("TF_LOG", "TRACE");
    let keys = "access_key = \"AKIDEXAMPLE\"\nsecret_key = \"s3cr3t-key\"\n\
                token = \"s3cr3t-token\"";
    let nowhere = endpoints("http://127.0.0.1:9");
    let proxy = "http_proxy = \"http://user:s3cr3t-password@127.0.0.1:9\"";
    // From a variable, because Terraform itself shows a literal beside its error.
    let bad_proxy = "http_proxy = var.proxy";
    let variable = "variable \"proxy\" {\n  default = \"user:s3cr3t-password\"\n  sensitive = true\n}\n";
    setup.project.file("variables.tf", variable);
    for lines in [&[REGION, keys, &nowhere][..], &[REGION, keys, &nowhere, proxy], &[REGION, keys, bad_proxy]]
    {
        setup.provider(lines);
        let failed = setup.project.plan().fails();
        tells_nothing(&failed.text);
    }
}
