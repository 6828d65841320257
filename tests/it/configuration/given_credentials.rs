//! Credentials that services give: to people, containers and instances.

use sha2::{Digest, Sha256};

use super::{REGION, Setup};
use crate::harness::fixed_answers::FixedAnswers;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(credentials_come_from_iam_identity_center),
    scenario!(a_session_of_iam_identity_center_that_has_ended_names_the_command),
    scenario!(credentials_come_from_a_session_of_aws_login),
    scenario!(credentials_come_from_the_container),
    scenario!(an_answer_of_the_container_without_end_is_not_read),
    scenario!(region_and_credentials_come_from_the_instance),
];

/// What containers and instances get.
fn keys(case: &Case) -> String {
    let keys = serde_json::json!({"Code": "Success", "AccessKeyId": case.aws.account(),
        "SecretAccessKey": "not-a-secret", "Token": "not-a-token", "Expiration": "2099-01-01T00:00:00Z"});
    keys.to_string()
}

fn was_called_by_this_account(setup: &Setup<'_>) {
    assert!(setup.recorder.sent().contains(&format!("Credential={}/", setup.case.aws.account())));
    assert!(setup.recorder.sent().to_lowercase().contains("x-amz-security-token: not-a-token"));
}

/// The profile of a session, and the session's token under the SHA-1 of its name.
fn with_session(setup: &Setup<'_>, expires: &str) {
    let config = format!(
        "[profile team]\nsso_session = work\nsso_account_id = {}\nsso_role_name = deployer\nregion = eu-west-1\n\
         [sso-session work]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-central-1\n",
        setup.case.aws.account()
    );
    let token = serde_json::json!({"accessToken": "an-access-token", "expiresAt": expires});
    setup.project.file(".aws/config", &config);
    setup.project.file(".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json", &token.to_string());
}

fn credentials_come_from_iam_identity_center(case: &Case) {
    let mut setup = Setup::new(case);
    with_session(&setup, "2099-01-01T00:00:00Z");
    let keys = serde_json::json!({"roleCredentials": {"accessKeyId": case.aws.account(),
        "secretAccessKey": "not-a-secret", "sessionToken": "not-a-token", "expiration": 4_070_908_800_000_u64}});
    let service = FixedAnswers::start(vec![("/federation/credentials", keys.to_string())]);
    setup.provider(&[
        "profile = \"team\"",
        &setup.endpoints().replace("\n}", &format!("\n  sso = {:?}\n}}", service.url())),
    ]);
    setup.works();
    was_called_by_this_account(&setup);
    let asked = service.asked();
    let account = format!("account_id={}", case.aws.account());
    assert!(asked.contains("role_name=deployer") && asked.contains(&account), "{asked}");
    assert!(asked.contains("an-access-token"), "{asked}");

    // By a variable as well as in the block.
    setup.provider(&["profile = \"team\"", &setup.endpoints()]);
    setup.project.env("AWS_ENDPOINT_URL_SSO", &service.url());
    setup.project.plan().succeeds();
}

fn a_session_of_iam_identity_center_that_has_ended_names_the_command(case: &Case) {
    let setup = Setup::new(case);
    with_session(&setup, "2020-01-01T00:00:00Z");
    setup.provider(&["profile = \"team\"", &setup.endpoints()]);
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says("aws sso login --profile team").reads_as("session_that_has_ended", case, &[]);
}

/// A session, in the file that is called after the SHA-256 of its name.
fn credentials_come_from_a_session_of_aws_login(case: &Case) {
    let mut setup = Setup::new(case);
    let session = "arn:aws:iam::123456789012:user/deployer";
    setup
        .project
        .file(".aws/config", &format!("[profile team]\nlogin_session = {session}\nregion = eu-west-1\n"));
    setup.provider(&["profile = \"team\"", &setup.endpoints()]);
    let failed = setup.project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says("aws login --profile team").reads_as("session_of_aws_login_that_is_not_there", case, &[]);

    let token = serde_json::json!({
        "accessToken": {"accessKeyId": case.aws.account(), "secretAccessKey": "not-a-secret",
            "sessionToken": "not-a-token", "accountId": "123456789012", "expiresAt": "2099-01-01T00:00:00Z"},
        "tokenType": "aws_sigv4", "refreshToken": "not-a-token", "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": "not-a-key",
    });
    let name: String = Sha256::digest(session).iter().map(|byte| format!("{byte:02x}")).collect();
    setup.project.file(&format!("sessions/{name}.json"), &token.to_string());
    let sessions = setup.project.folder().join("sessions").display().to_string();
    setup.project.env("AWS_LOGIN_CACHE_DIRECTORY", &sessions);
    setup.works();
    was_called_by_this_account(&setup);
}

fn credentials_come_from_the_container(case: &Case) {
    let mut setup = Setup::new(case);
    let service = FixedAnswers::start(vec![("/credentials", keys(case))]);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &format!("{}/credentials", service.url()));
    // What is empty is not set, and a line end is no part of a token.
    setup.project.env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "");
    setup.project.env("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a-container-token\n");
    // Not by way of a proxy.
    setup.project.env("HTTP_PROXY", "http://127.0.0.1:9");
    setup.works();
    was_called_by_this_account(&setup);
    assert!(service.asked().contains("a-container-token"), "{}", service.asked());

    setup.project.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &format!("{}/nothing", service.url()));
    let failed = setup.project.plan().fails();
    failed.error("No AWS Credentials").says("endpoint gave no credentials: HTTP status 404");
}

fn an_answer_of_the_container_without_end_is_not_read(case: &Case) {
    let mut setup = Setup::new(case);
    let service = FixedAnswers::start(vec![("/credentials", keys(case) + &" ".repeat(17 << 20))]);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &format!("{}/credentials", service.url()));
    let failed = setup.project.plan().fails();
    failed.error("No AWS Credentials").says("gave no credentials: length limit exceeded");
}

fn region_and_credentials_come_from_the_instance(case: &Case) {
    let mut setup = Setup::new(case);
    let service = FixedAnswers::start(vec![
        ("/latest/api/token", "a-metadata-token".to_owned()),
        ("/latest/meta-data/placement/region", "eu-north-1".to_owned()),
        ("/latest/meta-data/iam/security-credentials/", "deployer".to_owned()),
        ("/latest/meta-data/iam/security-credentials/deployer", keys(case)),
    ]);
    setup.project.without_env("AWS_EC2_METADATA_DISABLED");
    let endpoint = format!("ec2_metadata_service_endpoint = {:?}", service.url());
    setup.provider(&[&endpoint, &setup.endpoints()]);
    setup.works_in("eu-north-1");
    was_called_by_this_account(&setup);
    // What answers may be something else than an instance.
    for (path, answer, words) in [
        ("/latest/meta-data/placement/region", "<html>", "what it answers is no region"),
        ("/latest/meta-data/iam/security-credentials/", "<html></html>", "what it answers is no role"),
    ] {
        let service = FixedAnswers::start(vec![
            ("/latest/api/token", "a-metadata-token".to_owned()),
            ("/latest/meta-data/placement/region", "eu-north-1".to_owned()),
            (path, answer.to_owned()),
        ]);
        let endpoint = format!("ec2_metadata_service_endpoint = {:?}", service.url());
        setup.provider(&[&endpoint, &setup.endpoints()]);
        let failed = setup.project.plan().fails();
        let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
        error.says(words);
    }
    setup.provider(&[&endpoint, &setup.endpoints(), "skip_metadata_api_check = true"]);
    setup.project.plan().fails().error("Missing AWS Region").says("disabled by skip_metadata_api_check");
}
