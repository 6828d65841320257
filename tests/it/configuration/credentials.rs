//! Where credentials come from, in the order that users of AWS tools know.

use std::net::TcpListener;

use super::{REGION, Setup};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(without_credentials_the_plan_says_where_to_set_them),
    scenario!(a_metadata_service_that_never_answers_does_not_hang_the_plan),
    scenario!(credentials_come_from_the_environment),
    scenario!(credentials_of_the_provider_block_come_first),
    scenario!(credentials_come_from_the_default_files),
    scenario!(credentials_come_from_the_files_and_the_profile_that_are_named),
    scenario!(credentials_come_from_the_profile_that_the_environment_names),
    scenario!(a_profile_can_run_a_process_for_credentials),
    scenario!(a_profile_that_does_not_exist_is_named),
    scenario!(a_shared_file_that_does_not_exist_is_named),
];

fn credentials_file(account: &str) -> String {
    format!("aws_access_key_id = {account}\naws_secret_access_key = not-a-secret\n")
}

fn without_credentials_the_plan_says_where_to_set_them(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    let failed = setup.project.plan().fails();
    let error = failed.error("No AWS Credentials");
    error.says("Set AWS_ACCESS_KEY_ID").says("name a profile");
    error.says("environment: AWS_ACCESS_KEY_ID is not set");
    error.says("profile \"default\": not in ~/.aws/config or ~/.aws/credentials");
    assert!(!failed.text.contains("credential provider"), "what the SDK calls its parts: {}", failed.text);
    error.reads_as("no_credentials", case, &[]);
    assert_eq!(setup.recorder.sent(), "", "nothing is called without credentials");
}

fn a_metadata_service_that_never_answers_does_not_hang_the_plan(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    // Connections are accepted by the system, and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = silent.local_addr().expect("the port");
    setup.project.without_env("AWS_EC2_METADATA_DISABLED");
    setup.project.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &format!("http://{address}"));
    setup.project.plan().fails().error("No AWS Credentials");
}

fn credentials_come_from_the_environment(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.env("AWS_ACCESS_KEY_ID", case.aws.account());
    setup.project.env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    setup.project.env("AWS_SESSION_TOKEN", "not-a-token");
    setup.works();
    assert!(setup.recorder.sent().contains(&format!("Credential={}/", case.aws.account())));
    assert!(setup.recorder.sent().to_lowercase().contains("x-amz-security-token: not-a-token"));
}

fn credentials_of_the_provider_block_come_first(case: &Case) {
    let mut setup = Setup::new(case);
    let token = "token = \"not-a-token\"";
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys(), token]);
    setup.project.file(".aws/credentials", "[default]\naws_access_key_id = 999999999999\n");
    setup.project.env("AWS_ACCESS_KEY_ID", "999999999999").env("AWS_SECRET_ACCESS_KEY", "wrong");
    setup.works();
    assert!(!setup.recorder.sent().contains("Credential=999999999999/"));
    assert!(setup.recorder.sent().to_lowercase().contains("x-amz-security-token: not-a-token"));
}

fn credentials_come_from_the_default_files(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    let text = format!("[default]\n{}", credentials_file(case.aws.account()));
    setup.project.file(".aws/credentials", &text);
    setup.works();
    assert!(setup.recorder.sent().contains(&format!("Credential={}/", case.aws.account())));
}

fn credentials_come_from_the_files_and_the_profile_that_are_named(case: &Case) {
    let setup = Setup::new(case);
    let folder = setup.project.folder().display().to_string();
    setup.project.file("mine/credentials", &format!("[team]\n{}", credentials_file(case.aws.account())));
    setup.project.file("mine/config", "[profile team]\nregion = eu-west-1\n");
    setup.provider(&[
        "profile = \"team\"",
        &format!("shared_credentials_files = [\"{folder}/mine/credentials\"]"),
        // A home directory is written as in AWS's own files.
        "shared_config_files = [\"~/mine/config\"]",
        &setup.endpoints(),
    ]);
    setup.works();
    let sent = setup.recorder.sent();
    assert!(sent.contains(&format!("Credential={}/", case.aws.account())));
    assert!(sent.contains("/eu-west-1/apigateway/aws4_request"), "the Region comes from the file");
}

fn credentials_come_from_the_profile_that_the_environment_names(case: &Case) {
    let mut setup = Setup::new(case);
    let folder = setup.project.folder().display().to_string();
    setup.provider(&[&setup.endpoints()]);
    setup.project.file("mine/credentials", &format!("[team]\n{}", credentials_file(case.aws.account())));
    setup.project.file("mine/config", "[profile team]\nregion = eu-west-1\n");
    setup.project.env("AWS_PROFILE", "team");
    setup.project.env("AWS_SHARED_CREDENTIALS_FILE", &format!("{folder}/mine/credentials"));
    setup.project.env("AWS_CONFIG_FILE", &format!("{folder}/mine/config"));
    setup.works();
    assert!(setup.recorder.sent().contains(&format!("Credential={}/", case.aws.account())));
}

fn a_profile_can_run_a_process_for_credentials(case: &Case) {
    let setup = Setup::new(case);
    let folder = setup.project.folder().display().to_string();
    let answer = serde_json::json!({"Version": 1, "AccessKeyId": case.aws.account(),
        "SecretAccessKey": "not-a-secret"});
    setup.project.file("answer.json", &answer.to_string());
    let config = format!("[profile team]\ncredential_process = cat {folder}/answer.json\n");
    setup.project.file(".aws/config", &config);
    setup.provider(&[REGION, "profile = \"team\"", &setup.endpoints()]);
    setup.works();
    assert!(setup.recorder.sent().contains(&format!("Credential={}/", case.aws.account())));
}

fn a_profile_that_does_not_exist_is_named(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, "profile = \"missing\"", &setup.endpoints()]);
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.on("profile").says("There is no profile \"missing\" in ~/.aws/config or ~/.aws/credentials.");
    error.reads_as("profile_that_does_not_exist", case, &[]);
    assert_eq!(setup.recorder.sent(), "");
}

fn a_shared_file_that_does_not_exist_is_named(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[REGION, "shared_config_files = [\"/nowhere/config\"]", &setup.endpoints()]);
    let failed = setup.project.plan().fails();
    let error = failed.error("Unreadable Shared File").on("shared_config_files").says("/nowhere/config");
    error.reads_as("shared_file_that_does_not_exist", case, &[]);
    assert_eq!(setup.recorder.sent(), "");
}
