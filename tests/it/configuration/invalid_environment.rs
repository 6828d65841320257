//! Variables and profiles that cannot be right: the setting is named, and nothing is called.

use super::Setup;
use crate::harness::{Case, Diagnostic, Outcome, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_variable_that_cannot_be_right_is_named),
    scenario!(a_profile_that_cannot_be_right_is_named),
    scenario!(a_null_in_a_list_of_accounts_is_refused),
];

/// A variable, its value, the summary, and what the error names.
const VARIABLES: &[(&str, &str, &str, &str)] = &[
    ("AWS_REGION", "mars-north-1", "Unknown AWS Region", "AWS_REGION is \"mars-north-1\""),
    ("AWS_PROFILE", "nowhere", "AWS Profile Not Found", "AWS_PROFILE"),
    ("AWS_DEFAULT_PROFILE", "nowhere", "AWS Profile Not Found", "AWS_DEFAULT_PROFILE"),
    ("AWS_MAX_ATTEMPTS", "0", "Invalid Number of Attempts", "AWS_MAX_ATTEMPTS is \"0\""),
    ("AWS_MAX_ATTEMPTS", "abc", "Invalid Number of Attempts", "AWS_MAX_ATTEMPTS is \"abc\""),
    ("AWS_RETRY_MODE", "lazy", "Unknown Retry Mode", "AWS_RETRY_MODE is \"lazy\""),
    ("AWS_ENDPOINT_URL_STS", "localhost:4566", "Invalid URL", "AWS_ENDPOINT_URL_STS"),
    ("AWS_ENDPOINT_URL", "s3cr3t:4566", "Invalid URL", "AWS_ENDPOINT_URL"),
    ("HTTPS_PROXY", "socks5://user:s3cr3t@proxy:1080", "Unusable Proxy", "HTTPS_PROXY"),
    ("HTTP_PROXY", "http://user:s3cr3t#@proxy:3128", "Unusable Proxy", "HTTP_PROXY"),
    ("AWS_CA_BUNDLE", "/nowhere/ca.pem", "Unusable CA Bundle", "AWS_CA_BUNDLE"),
    ("AWS_USE_FIPS_ENDPOINT", "yes", "Invalid Switch", "AWS_USE_FIPS_ENDPOINT is \"yes\""),
    ("AWS_EC2_METADATA_DISABLED", "1", "Invalid Switch", "AWS_EC2_METADATA_DISABLED is \"1\""),
    (
        "AWS_METADATA_SERVICE_TIMEOUT",
        "soon",
        "Invalid Metadata Setting",
        "AWS_METADATA_SERVICE_TIMEOUT is \"soon\"",
    ),
    ("AWS_SECRET_ACCESS_KEY", "two s3cr3t words", "Invalid AWS Key", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_EXECUTION_ENV", "s3cr3t\n", "Invalid Environment Variable", "AWS_EXECUTION_ENV holds a line end"),
    ("AWS_ENDPOINT_URL", "http://localhost:99999", "Invalid URL", "AWS_ENDPOINT_URL"),
    ("AWS_SDK_UA_APP_ID", "no id", "Invalid Application Name", "AWS_SDK_UA_APP_ID is \"no id\""),
];

fn a_variable_that_cannot_be_right_is_named(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[]);
    let outcomes: Vec<_> = VARIABLES.iter().map(|row| (row, with_variable(&mut setup, row))).collect();
    let mut page = Page::new("invalid_environment");
    for ((variable, value, summary, fact), failed) in &outcomes {
        let error = only_error(failed);
        assert_eq!(error.summary, *summary, "{variable}={value}");
        error.says(fact);
        assert!(!failed.text.contains("s3cr3t"), "{}", failed.text);
        page.add(&format!("{variable}={}", value.replace("s3cr3t", "…").trim_end()), error);
    }
    page.reads_as_golden(case, &[]);
}

fn with_variable(setup: &mut Setup<'_>, (variable, value, ..): &(&str, &str, &str, &str)) -> Outcome {
    let url = setup.recorder.url();
    setup.project.env("AWS_REGION", "eu-west-1").env("AWS_ENDPOINT_URL", &url);
    setup
        .project
        .env("AWS_ACCESS_KEY_ID", setup.case.aws.account())
        .env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    setup.project.env(variable, value);
    let failed = setup.project.plan().fails();
    assert_eq!(setup.recorder.sent(), "", "{variable}={value}");
    setup.project.without_env(variable);
    failed
}

#[track_caller]
fn only_error(failed: &Outcome) -> &Diagnostic {
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error
}

/// The profile `team`, and what the error says.
const PROFILES: &[(&str, &str)] = &[
    ("region = mars-north-1", "region of the profile \"team\" is \"mars-north-1\""),
    ("max_attempts = many", "max_attempts of the profile \"team\" is \"many\""),
    ("endpoint_url = localhost:4566", "endpoint_url of the profile \"team\""),
    ("role_arn = r\nsource_profile = nowhere", "source_profile \"nowhere\", which is not there"),
    ("role_arn = r\nsource_profile = team\nmfa_serial = m", "asks for an MFA code"),
    ("role_arn = r\ncredential_source = Moon", "credential_source = Moon"),
    ("sso_session = s\nsso_account_id = 1\nsso_role_name = r", "no section [sso-session s]"),
    ("web_identity_token_file = f", "no role_arn"),
    ("no setting", "line 2"),
    ("services = nowhere", "there is no section [services nowhere]"),
];

fn a_profile_that_cannot_be_right_is_named(case: &Case) {
    let setup = Setup::new(case);
    let outcome = |lines: &str| {
        setup.provider(&["profile = \"team\""]);
        setup.project.file(".aws/config", &format!("[profile team]\n{lines}\n"));
        setup.project.plan().fails()
    };
    let outcomes: Vec<_> = PROFILES.iter().map(|(lines, fact)| (lines, fact, outcome(lines))).collect();
    let mut page = Page::new("invalid_profile");
    for (lines, fact, failed) in &outcomes {
        page.add(&lines.replace('\n', ", "), only_error(failed).says(fact));
    }
    page.reads_as_golden(case, &[]);
}

fn a_null_in_a_list_of_accounts_is_refused(case: &Case) {
    let setup = Setup::new(case);
    for list in ["allowed_account_ids", "forbidden_account_ids"] {
        setup.provider(&[super::REGION, &setup.keys(), &setup.endpoints(), &format!("{list} = [null]")]);
        let failed = setup.project.plan().fails();
        failed.error("Null in a List").on(list);
        assert_eq!(setup.recorder.sent(), "");
    }
}
