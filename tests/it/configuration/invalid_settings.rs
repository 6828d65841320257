//! Values of the provider block that cannot be right.

use super::Setup;
use crate::acceptance::world::{Block, DOMAIN};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(validate_shows_every_mistake_of_the_provider_block_on_its_attribute, offline).on_every_core(),
    scenario!(a_ca_bundle_that_cannot_be_used_is_named),
];

/// The lines of a provider block, the attribute at fault, summary, and what the error names.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("access_key = \"AKIDEXAMPLE\"", "provider", "Missing Secret Key", "secret_key"),
    ("secret_key = \"a-secret\"", "provider", "Missing Access Key", "access_key"),
    ("max_retries = -1", "max_retries", "Invalid Number of Retries", "-1"),
    ("max_retries = 1001", "max_retries", "Invalid Number of Retries", "1001"),
    ("max_requests_per_second = -1", "max_requests_per_second", "Invalid Request Rate", "-1"),
    ("retry_mode = \"legacy\"", "retry_mode", "Unknown Retry Mode", "legacy"),
    ("http_proxy = \"proxy:3128\"", "http_proxy", "Invalid URL", "http_proxy"),
    ("https_proxy = \"ftp://proxy\"", "https_proxy", "Invalid URL", "https_proxy"),
    (
        "allowed_account_ids = [\"123456789012\"]\nforbidden_account_ids = [\"210987654321\"]",
        "forbidden_account_ids",
        "Conflicting Account Lists",
        "Keep one of them",
    ),
    (
        "forbidden_account_ids = [\"123456789012 \"]",
        "forbidden_account_ids",
        "Invalid Account ID",
        "\"123456789012 \"",
    ),
    ("endpoints {\n  apigatewayv2 = \"localhost:4566\"\n}", "apigatewayv2", "Invalid URL", "apigatewayv2"),
    ("endpoints {\n  sts = \"nowhere\"\n}", "sts", "Invalid URL", "sts"),
    (
        "assume_role {\n  role_arn = \"deployer\"\n}",
        "role_arn",
        "Invalid Role ARN",
        "arn:aws:iam::123456789012:role/deployer",
    ),
    (
        "assume_role {\n  role_arn = \"arn:aws:iam::123456789012:role/x\"\n  duration = \"1 day\"\n}",
        "duration",
        "Invalid Session Duration",
        "1 day",
    ),
    (
        "assume_role_with_web_identity {\n  web_identity_token = \"t\"\n  web_identity_token_file = \"f\"\n}",
        "web_identity_token_file",
        "Conflicting Web Identity Tokens",
        "Keep one of them",
    ),
];

fn validate_shows_every_mistake_of_the_provider_block_on_its_attribute(case: &Case) {
    let project = case.bare_project();
    for (number, (lines, ..)) in MISTAKES.iter().enumerate() {
        let block = format!("provider \"apigatewayv2\" {{\n  alias = \"m{number}\"\n{lines}\n}}\n");
        // Terraform looks only at providers that something uses.
        let user = Block::new(&format!("m{number}")).domain(DOMAIN).api("a1b2c3d4").stage("production");
        let user = user.set("provider", &format!("apigatewayv2.m{number}"));
        project.file(&format!("m{number}.tf"), &(block + &user.hcl()));
    }
    let refused = project.validate().fails();
    let mut page = Page::new("invalid_provider_block");
    for (number, (lines, attribute, summary, fact)) in MISTAKES.iter().enumerate() {
        let file = format!("m{number}.tf");
        let found: Vec<_> = refused.errors().into_iter().filter(|error| error.file == file).collect();
        let [error] = found[..] else { panic!("one error for {lines}, not {found:#?}") };
        assert_eq!(error.summary, *summary, "{lines}");
        error.on(attribute).says(fact);
        assert!(!error.detail.contains("a-secret"), "{error:#?}");
        page.add(&lines.split_whitespace().collect::<Vec<_>>().join(" "), error);
    }
    page.reads_as_golden(case, &[]);
    assert_eq!(refused.diagnostics.len(), MISTAKES.len(), "{}", refused.text);
}

fn a_ca_bundle_that_cannot_be_used_is_named(case: &Case) {
    let setup = Setup::new(case);
    setup.project.file("empty.pem", "nothing here\n");
    let empty = setup.project.folder().join("empty.pem").display().to_string();
    for (file, golden) in
        [("/nowhere/ca.pem", "ca_bundle_that_does_not_exist"), (&empty, "ca_bundle_without_a_certificate")]
    {
        let bundle = format!("custom_ca_bundle = {file:?}");
        setup.provider(&[super::REGION, &setup.keys(), &setup.endpoints(), &bundle]);
        let failed = setup.project.plan().fails();
        let error = failed.error("Unusable CA Bundle").on("custom_ca_bundle").says(file);
        error.reads_as(golden, case, &[]);
    }
}
