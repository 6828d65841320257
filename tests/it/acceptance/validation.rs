//! What `terraform validate` finds without a network: every mistake at once,
//! each on its attribute.

use super::world::{Block, DOMAIN, quote};
use crate::harness::{Case, Page, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(validate_shows_every_mistake_on_its_attribute, offline),
    scenario!(validate_shows_all_mistakes_of_one_resource_at_once, offline),
    scenario!(validate_accepts_everything_that_the_service_accepts, offline),
    scenario!(what_an_error_says_to_write_is_accepted, offline),
    scenario!(what_is_no_duration_in_timeouts_is_named, offline),
    scenario!(unknown_values_are_not_guessed_at, offline),
    scenario!(a_missing_required_attribute_is_named, offline),
    scenario!(what_follows_from_the_mapping_cannot_be_configured, offline),
]);

const KEY: &str = "api_mapping_key";

/// What is wrong about one attribute of a mapping, the summary of the error about it,
/// and what the error names.
fn mistakes() -> Vec<(&'static str, String, &'static str, &'static str)> {
    let mistake = |attribute, value: &str, summary, fact| (attribute, value.to_owned(), summary, fact);
    let key = |value: &str, summary, fact| mistake(KEY, value, summary, fact);
    let stage = |value: &str, summary, fact| mistake("stage", value, summary, fact);
    let domain = |value: &str, summary, fact| mistake("domain_name", value, summary, fact);
    let api = |value: &str, summary, fact| mistake("api_id", value, summary, fact);
    let region = |value: &str, summary, fact| mistake("region", value, summary, fact);
    vec![
        key("a b", "Invalid API Mapping Key Character", "a b"),
        key("a~b", "Invalid API Mapping Key Character", "a~b"),
        key("a?b=c", "Invalid API Mapping Key Character", "a?b=c"),
        key("/orders", "API Mapping Key Starts With a Slash", "\"orders\""),
        key("orders/", "API Mapping Key Ends With a Slash", "\"orders\""),
        key("a//b", "Doubled Slash in API Mapping Key", "a/b"),
        key("/", "API Mapping Key Starts With a Slash", "root"),
        key("(none)", "API Mapping Key Is the Root", "give it the empty key"),
        key(&"k".repeat(301), "API Mapping Key Too Long", "301"),
        stage("", "Missing Stage Name", "stage"),
        stage("a b", "Invalid Stage Name Character", "a b"),
        stage("$defaults", "Invalid Stage Name Character", "$default"),
        stage(&"s".repeat(129), "Stage Name Too Long", "129"),
        domain("", "Missing Domain Name", "api.example.com"),
        domain("https://api.example.com/orders", "Domain Name Is Not a Bare Name", "\"api.example.com\""),
        domain("wss://api.example.com", "Domain Name Is Not a Bare Name", "\"api.example.com\""),
        domain("api.example.com/orders", "Domain Name Is Not a Bare Name", "\"orders\""),
        domain(
            "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com",
            "Domain Name Is an ARN",
            "\"api.example.com\"",
        ),
        domain(
            "d-abc123.execute-api.eu-west-1.amazonaws.com",
            "Domain Name Is a Target Name",
            "`domain_name`",
        ),
        domain("API.Example.com", "Capital Letters in Domain Name", "\"api.example.com\""),
        domain(
            "api.example.com/abcde12345",
            "Domain Name Is Not a Bare Name",
            "aws_api_gateway_base_path_mapping",
        ),
        domain(
            "arn:aws:apigateway:eu-west-1:123456789012:/domainnames/api.example.com+abcde12345",
            "Domain Name Is an ARN",
            "aws_api_gateway_base_path_mapping",
        ),
        domain("api..example.com", "Malformed Domain Name", "api..example.com"),
        domain("api example.com", "Invalid Domain Name Character", "api example.com"),
        domain("api.*.com", "Malformed Domain Name", "\"*.example.com\""),
        domain(&format!("{}.com", "a".repeat(64)), "Domain Name Too Long", "63"),
        api("", "Missing API ID", "API"),
        api("arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4", "API ID Is an ARN", "\"a1b2c3d4\""),
        api("wss://a1b2c3d4.execute-api.eu-west-1.amazonaws.com", "API ID Is a URL", "\"a1b2c3d4\""),
        api("a1b2c3d4/stages", "Malformed API ID", "slash"),
        api("a1b2 c3d4", "Malformed API ID", "blank"),
        api("..", "Malformed API ID", "\"..\""),
        stage("../test", "Invalid Stage Name Character", "`.`"),
        api("a1b2c3d4.execute-api.eu-west-1.amazonaws.com", "API ID Is a URL", "\"a1b2c3d4\""),
        region("", "Missing Region", "null for the provider's"),
        region("eu-west-1a", "Region Is an Availability Zone", "\"eu-west-1\""),
        region("EU_West_1", "Invalid Region", "\"eu-west-1\""),
        region("Ireland", "Invalid Region", "\"eu-west-1\""),
    ]
}

fn faultless(name: &str) -> Block {
    Block::new(name).domain(DOMAIN).api("a1b2c3d4").stage("production").key("orders")
}

fn validate_shows_every_mistake_on_its_attribute(case: &Case) {
    let project = case.project();
    let mistakes = mistakes();
    for (number, (attribute, value, _, _)) in mistakes.iter().enumerate() {
        let block = faultless(&format!("m{number}")).set(attribute, &quote(value));
        project.file(&format!("m{number}.tf"), &block.hcl());
    }
    let refused = project.validate().fails();
    let mut page = Page::new("invalid_names");
    for (number, (attribute, value, summary, fact)) in mistakes.iter().enumerate() {
        let file = format!("m{number}.tf");
        let found: Vec<_> = refused.errors().into_iter().filter(|error| error.file == file).collect();
        let [error] = found[..] else { panic!("one error for {value:?}, not {found:#?}") };
        assert_eq!(error.summary, *summary, "{value:?}");
        error.on(attribute).says(fact);
        let start: String = value.chars().take(60).collect();
        page.add(&format!("{attribute} = {start:?}{}", if start == *value { "" } else { "…" }), error);
    }
    page.reads_as_golden(case, &[]);
    assert_eq!(refused.diagnostics.len(), mistakes.len(), "{}", refused.text);
}

fn what_an_error_says_to_write_is_accepted(case: &Case) {
    let project = case.project();
    let with = |values: &[(&'static str, String)]| {
        let blocks = values.iter().enumerate();
        let blocks =
            blocks.map(|(n, (attribute, value))| faultless(&format!("m{n}")).set(attribute, &quote(value)));
        project.main(&blocks.map(|block| block.hcl()).collect::<String>());
        project.validate()
    };
    let mistakes: Vec<_> = mistakes().into_iter().map(|(attribute, value, ..)| (attribute, value)).collect();
    let refused = with(&mistakes).fails();
    let attribute = |name: &str| mistakes.iter().map(|(known, _)| *known).find(|known| *known == name);
    let written = |detail: &str| Some(detail.split_once("Write ")?.1.split('"').nth(1)?.to_owned());
    let errors = refused.errors().into_iter();
    let advice = errors.filter_map(|error| Some((attribute(error.attribute())?, written(&error.detail)?)));
    let advice: Vec<_> = advice.collect();
    assert!(advice.len() > 10, "{advice:#?}");
    with(&advice).succeeds();
}

fn validate_shows_all_mistakes_of_one_resource_at_once(case: &Case) {
    let project = case.project();
    project.main(
        &Block::new("orders")
            .domain("https://api.example.com")
            .api("arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4")
            .stage("pro duction")
            .key("/a b/")
            .hcl(),
    );
    let refused = project.validate().fails();
    let mut found: Vec<_> =
        refused.errors().iter().map(|error| (error.attribute(), error.summary.as_str())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("api_id", "API ID Is an ARN"),
            (KEY, "API Mapping Key Ends With a Slash"),
            (KEY, "API Mapping Key Starts With a Slash"),
            (KEY, "Invalid API Mapping Key Character"),
            ("domain_name", "Domain Name Is Not a Bare Name"),
            ("stage", "Invalid Stage Name Character"),
        ]
    );
}

fn validate_accepts_everything_that_the_service_accepts(case: &Case) {
    let project = case.project();
    let longest = "k".repeat(300);
    let keys = ["", "orders", "orders/v2/eu", "$-_.+!*'()", "$context.domainName", &longest, "0"];
    let keys = keys.iter().enumerate().map(|(n, key)| faultless(&format!("key{n}")).key(key).hcl());
    let longest_stage = "s".repeat(128);
    let stages = ["$default", "a-b_C9", &longest_stage];
    let stages =
        stages.iter().enumerate().map(|(n, stage)| faultless(&format!("stage{n}")).stage(stage).hcl());
    let domains = ["*.example.com", "xn--bcher-kva.example", "a-1.b_2.example.co.uk"];
    let domains =
        domains.iter().enumerate().map(|(n, name)| faultless(&format!("domain{n}")).domain(name).hcl());
    let without_key = faultless("root").no_key().hcl();
    project.main(&keys.chain(stages).chain(domains).chain([without_key]).collect::<String>());
    let accepted = project.validate().succeeds();
    assert_eq!(accepted.diagnostics.len(), 0, "{}", accepted.text);
}

fn what_is_no_duration_in_timeouts_is_named(case: &Case) {
    let project = case.project();
    project.main(&faultless("orders").with("  timeouts {\n    create = \"soon\"\n  }\n").hcl());
    let refused = project.validate().fails();
    refused.error("Invalid Timeout").on("create").says("soon").reads_as("invalid_timeout", case, &[]);
}

fn unknown_values_are_not_guessed_at(case: &Case) {
    let project = case.project();
    let variables =
        ["domain", "api", "stage", "key"].map(|name| format!("variable {name:?} {{}}\n")).concat();
    let block = Block::new("orders")
        .set("domain_name", "var.domain")
        .set("api_id", "var.api")
        .set("stage", "var.stage")
        .set(KEY, "var.key");
    project.main(&(variables + &block.hcl()));
    let accepted = project.validate().succeeds();
    assert_eq!(accepted.diagnostics.len(), 0, "{}", accepted.text);
}

fn a_missing_required_attribute_is_named(case: &Case) {
    let project = case.project();
    project.main(&Block::new("orders").key("orders").hcl());
    let refused = project.validate().fails();
    for attribute in ["domain_name", "api_id", "stage"] {
        assert!(
            refused
                .errors()
                .iter()
                .any(|error| error.detail.contains(&format!("\"{attribute}\" is required"))),
            "{attribute} in {}",
            refused.text
        );
    }
}

fn what_follows_from_the_mapping_cannot_be_configured(case: &Case) {
    let project = case.project();
    let refusals = ["id", "api_mapping_id", "url"].map(|attribute| {
        project.main(&faultless("orders").set(attribute, "\"a1b2c3\"").hcl());
        (attribute, project.validate().fails())
    });
    let mut page = Page::new("read_only_attributes");
    for (attribute, refused) in &refusals {
        let error = refused.error("Invalid Configuration for Read-Only Attribute").on(attribute);
        page.add(attribute, error.says(attribute));
    }
    page.reads_as_golden(case, &[]);
}
