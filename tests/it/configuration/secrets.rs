//! Secrets are in no log, no error, no state and no plan, and in nothing that a crash leaves.

use std::fs;
use std::path::Path;
use std::time::Duration;

use local_gateway::{Fault, Operation};
use rustix::process::Signal;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{REGION, Setup, endpoints};
use crate::harness::fixed_answers::FixedAnswers;
use crate::harness::process::Finished;
use crate::harness::relay::{Certificate, Relay};
use crate::harness::{Case, Scenario, killed, plan_file, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(secrets_of_the_provider_block_are_in_no_log_and_no_state, needs: [ProxyRequests]),
    scenario!(secrets_of_the_environment_are_in_no_log_and_no_state),
    scenario!(secrets_are_in_no_error),
    scenario!(secrets_are_in_nothing_that_a_crash_leaves, needs: [Faults, CallLog]),
    scenario!(no_failure_of_any_source_tells_a_secret, needs: [Faults]),
    scenario!(no_refusal_that_repeats_its_request_tells_a_secret),
];

/// In every secret that a scenario plants, and in those that STS gives for a role.
const SECRETS: [&str; 3] = ["s3cr3t", "local-secret", "local-token"];

#[track_caller]
fn tells_nothing(text: &str) {
    for secret in SECRETS {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is told in {line:?}");
    }
}

/// Runs a life of the mapping with everything logged.
fn live(setup: &Setup<'_>) {
    for arguments in [&["plan", "-no-color", "-out=plan"][..], &["apply", "-no-color", "plan"]] {
        let finished = setup.project.run(arguments);
        assert_eq!(finished.code, 0, "{}", finished.text());
        assert!(finished.text().contains("apigatewayv2"), "the log is there");
        tells_nothing(&finished.text());
    }
    tells_nothing(&setup.project.state().text());
    for (name, text) in plan_file::entries(&setup.project.folder().join("plan")) {
        // The configuration is kept as it was written.
        if !name.starts_with("tfconfig/") {
            tells_nothing(&text);
        }
    }
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
    tell_nothing(setup.project.folder());
}

/// Holds all files in a folder to it, at every depth.
#[track_caller]
fn tell_nothing(folder: &Path) {
    for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            tell_nothing(&path);
        } else {
            tells_nothing(&String::from_utf8_lossy(&fs::read(&path).expect("a file of the project")));
        }
    }
}

fn secrets_are_in_nothing_that_a_crash_leaves(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints()]);
    setup.project.env("TF_LOG", "TRACE").env("RUST_BACKTRACE", "full");
    setup.project.env("AWS_ACCESS_KEY_ID", case.aws.account());
    setup.project.env("AWS_SECRET_ACCESS_KEY", "s3cr3t-key").env("AWS_SESSION_TOKEN", "s3cr3t-token");
    let write = Operation::CreateApiMapping;
    case.aws.local().inject(Fault::on(write).hang());
    let running = setup.project.start(&["apply", "-no-color", "-auto-approve"]);
    assert!(case.aws.local().wait_for(write, 1, Duration::from_secs(60)), "no {write}");
    let crashed = killed::end(running, setup.project.folder(), Signal::ABORT);
    assert!(crashed.text().contains("plugin process exited"), "{}", crashed.text());
    assert!(crashed.text().contains("Plugin did not respond"), "{}", crashed.text());
    tells_nothing(&crashed.text());
    tell_nothing(setup.project.folder());
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

/// Where credentials come from: lines of the block, variables, the configuration file.
type Source = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Sources with a marker in whatever of them is secret.
const SOURCES: &[Source] = &[
    (
        "",
        &[
            ("AWS_ACCESS_KEY_ID", "{account}"),
            ("AWS_SECRET_ACCESS_KEY", "s3cr3t"),
            ("AWS_SESSION_TOKEN", "s3cr3t"),
        ],
        "",
    ),
    (
        "profile = \"team\"",
        &[],
        "[profile team]\nrole_arn = arn:aws:iam::{account}:role/a\nsource_profile = base\nexternal_id = s3cr3t\n[profile \
         base]\naws_access_key_id = {account}\naws_secret_access_key = s3cr3t\naws_session_token = s3cr3t\n",
    ),
    (
        "assume_role {\n  role_arn = \"arn:aws:iam::{account}:role/a\"\n  external_id = var.secret\n  policy = \
         var.secret\n}",
        &[("AWS_ACCESS_KEY_ID", "{account}"), ("AWS_SECRET_ACCESS_KEY", "s3cr3t")],
        "",
    ),
    (
        "assume_role_with_web_identity {\n  role_arn = \"arn:aws:iam::{account}:role/a\"\n  web_identity_token = \
         var.secret\n}",
        &[],
        "",
    ),
    (
        "",
        &[
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "{folder}/token"),
            ("AWS_ROLE_ARN", "arn:aws:iam::{account}:role/a"),
        ],
        "",
    ),
    (
        "profile = \"team\"",
        &[],
        "[profile team]\ncredential_process = echo s3cr3t >&2; sh -c 'cat {folder}/keys' s3cr3t\n",
    ),
    (
        "profile = \"team\"",
        &[],
        "[profile team]\nsso_session = work\nsso_account_id = 1\nsso_role_name = a\n[sso-session work]\nsso_start_url = \
         https://example.test\nsso_region = eu-west-1\n",
    ),
    (
        "profile = \"team\"",
        &[],
        "[profile team]\nsso_session = ended\nsso_account_id = 1\nsso_role_name = a\n[sso-session ended]\nsso_start_url = \
         https://example.test\nsso_region = eu-west-1\n",
    ),
    ("profile = \"team\"", &[], "[profile team]\nlogin_session = lasting\n"),
    ("profile = \"team\"", &[], "[profile team]\nlogin_session = ended\n"),
    CONTAINER,
    INSTANCE,
];

const CONTAINER: Source = (
    "",
    &[
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "{sts}/s3cr3t?s3cr3t"),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t"),
    ],
    "",
);

const INSTANCE: Source =
    ("", &[("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "{sts}")], "");

/// A key with which renewals of `aws login` are signed, of P-256: the middle of it is the marker.
const DPOP_KEY: &str = "-----BEGIN EC PRIVATE KEY-----\n\
                        MDECAQEEIAECs3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3croAoGCCqGSM49\nAwEH\n\
                        -----END EC PRIVATE KEY-----\n";

/// A setup with everything that the sources name, and everything logged.
fn with_sources(case: &Case) -> Setup<'_> {
    let mut setup = Setup::new(case);
    let account = case.aws.account();
    let keys = format!("{{\"Version\": 1, \"AccessKeyId\": {account:?}, \"SecretAccessKey\": \"s3cr3t\"}}");
    setup.project.file("keys", &keys).file("token", "s3cr3t-token");
    // Files of IAM Identity Center are called after the SHA-1 of a session's name.
    for (name, session, expires) in [
        ("e274eeff768c6396088ec6eb091f4bf4d47ab1e0", "lasting", "2099-01-01T00:00:00Z"),
        ("ba92ed73c97b30bcc4639724ab6aa8ae87f92601", "ended", "2020-01-01T00:00:00Z"),
    ] {
        let sso = json!({"accessToken": "s3cr3t", "expiresAt": expires, "clientId": "a-client",
            "clientSecret": "s3cr3t", "refreshToken": "s3cr3t", "region": "eu-west-1",
            "startUrl": "https://example.test", "registrationExpiresAt": "2099-01-01T00:00:00Z"});
        setup.project.file(&format!(".aws/sso/cache/{name}.json"), &sso.to_string());
        let login = json!({"accessToken": {"accessKeyId": account, "secretAccessKey": "s3cr3t",
                "sessionToken": "s3cr3t", "accountId": "123456789012", "expiresAt": expires},
            "tokenType": "aws_sigv4", "refreshToken": "s3cr3t", "idToken": "s3cr3t",
            "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": DPOP_KEY});
        let name: String = Sha256::digest(session).iter().map(|byte| format!("{byte:02x}")).collect();
        setup.project.file(&format!(".aws/login/cache/{name}.json"), &login.to_string());
    }
    setup.project.file("variables.tf", "variable \"secret\" {\n  sensitive = true\n}\n");
    setup.project.env("TF_VAR_secret", "s3cr3t").env("TF_LOG", "TRACE");
    setup
}

/// Services that give sessions and keys, with the marker in each secret, and answer no call.
fn generous(account: &str) -> FixedAnswers {
    let sign_in = json!({"accessToken": {"accessKeyId": account, "secretAccessKey": "s3cr3t",
        "sessionToken": "s3cr3t"}, "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "s3cr3t",
        "idToken": "s3cr3t"});
    let sso_oidc =
        json!({"accessToken": "s3cr3t", "tokenType": "Bearer", "expiresIn": 900, "refreshToken": "s3cr3t"});
    let sso = json!({"roleCredentials": {"accessKeyId": account, "secretAccessKey": "s3cr3t",
        "sessionToken": "s3cr3t", "expiration": 4_070_908_800_000_u64}});
    let keys = json!({"Code": "Success", "AccessKeyId": account, "SecretAccessKey": "s3cr3t",
        "Token": "s3cr3t", "Expiration": "2099-01-01T00:00:00Z"});
    FixedAnswers::start(vec![
        ("/v1/token", sign_in.to_string()),
        ("/token", sso_oidc.to_string()),
        ("/federation/credentials", sso.to_string()),
        ("/s3cr3t", keys.to_string()),
        ("/latest/api/token", "s3cr3t".to_owned()),
        ("/latest/meta-data/iam/security-credentials/", "deployer".to_owned()),
        ("/latest/meta-data/iam/security-credentials/deployer", keys.to_string()),
    ])
}

impl Setup<'_> {
    /// Plans with one source of credentials, where all services are at `address`.
    fn plan_with(&mut self, source: &Source, address: &str, more: &str) -> Finished {
        let (lines, variables, config) = source;
        let folder = self.project.folder().display().to_string();
        let account = self.case.aws.account();
        let placed = |text: &str| {
            text.replace("{folder}", &folder).replace("{account}", account).replace("{sts}", address)
        };
        self.provider(&[REGION, "max_retries = 0", more, &placed(lines)]);
        self.project.file(".aws/config", &placed(config));
        self.project.env("AWS_ENDPOINT_URL", address).env("HTTP_PROXY", "http://user:s3cr3t@127.0.0.1:9");
        for (name, value) in *variables {
            self.project.env(name, &placed(value));
        }
        let planned = self.project.run(&["plan", "-no-color", "-input=false", "-out=plan"]);
        for (name, _) in *variables {
            self.project.without_env(name);
        }
        assert!(planned.text().contains("ConfigureProvider"), "the log is there: {}", planned.text());
        planned
    }
}

fn no_failure_of_any_source_tells_a_secret(case: &Case) {
    let mut setup = with_sources(case);
    let certificate = Certificate::new(&["localhost"], setup.project.folder());
    let untrusted = Relay::tls(case.aws.url(), &certificate);
    let other = FixedAnswers::start(vec![("/", "<html>this is no AWS</html>".to_owned())]);
    let generous = generous(case.aws.account());
    let with_password = |url: &str| url.replace("://", "://user:s3cr3t@");
    let addresses = [
        with_password(&setup.recorder.url()),
        with_password("http://127.0.0.1:9"),
        with_password("http://nowhere.invalid"),
        with_password(&other.url()),
        with_password(&untrusted.tls_url()),
        "user:s3cr3t@localhost:4566".to_owned(),
        "http://gateway.invalid".to_owned(),
        // The last, as it renews what is kept.
        generous.url(),
    ];
    for source in SOURCES {
        for address in &addresses {
            for refusal in [false, true] {
                if refusal {
                    let denied = "User is not authorized";
                    let sts = [
                        Operation::AssumeRole,
                        Operation::AssumeRoleWithWebIdentity,
                        Operation::GetCallerIdentity,
                    ];
                    case.aws.local().inject(Fault::on_any_of(&sts).error(403, "AccessDenied", denied));
                } else if *address != addresses[0] {
                    continue;
                }
                let planned = setup.plan_with(source, address, "");
                tells_nothing(&planned.text());
                if planned.code == 0 {
                    // Terraform itself keeps variables in its plans.
                    let plan = setup.project.run(&["show", "-json", "plan"]).stdout;
                    tells_nothing(&plan.replace("\"value\":\"s3cr3t\"", ""));
                    for (name, text) in plan_file::entries(&setup.project.folder().join("plan")) {
                        tells_nothing(&text.replacen("s3cr3t", "", usize::from(name == "tfplan")));
                    }
                }
                case.aws.local().clear_faults();
            }
        }
    }
    let asked = generous.asked();
    for part in [
        "POST /v1/token ",
        "POST /token ",
        "GET /federation/credentials?",
        "GET /s3cr3t?",
        "GET /latest/meta-data/iam/security-credentials/deployer ",
        "x-amz-security-token: s3cr3t",
    ] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
}

fn no_refusal_that_repeats_its_request_tells_a_secret(case: &Case) {
    let mut setup = with_sources(case);
    let service = FixedAnswers::repeating();
    let url = service.url();
    for source in SOURCES {
        let refused = setup.plan_with(source, &url, "");
        assert_eq!(refused.code, 1, "{}", refused.text());
        let words = match *source {
            // Nothing of what these say is told.
            CONTAINER => "HTTP status 403",
            INSTANCE => "no role is attached",
            _ => "Refused",
        };
        assert!(refused.text().contains(words), "{}", refused.text());
        tells_nothing(&refused.text());
    }
    let asked = service.asked();
    for part in ["POST /v1/token ", "POST /token ", "x-aws-ec2-metadata-token: s3cr3t"] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
    // API Gateway, as STS is not asked.
    let refused = setup.plan_with(&SOURCES[0], &url, "skip_credentials_validation = true");
    assert!(refused.text().contains("API Gateway said: Refused"), "{}", refused.text());
    tells_nothing(&refused.text());
}
