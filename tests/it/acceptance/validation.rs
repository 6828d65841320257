//! What `terraform validate` finds without a network: every mistake at once,
//! each on its attribute.

use super::world::{Block, DOMAIN, quote};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(validate_shows_every_mistake_on_its_attribute, offline),
    scenario!(validate_shows_all_mistakes_of_one_resource_at_once, offline),
    scenario!(validate_accepts_everything_that_the_service_accepts, offline),
    scenario!(a_comma_in_the_key_is_a_warning, offline),
    scenario!(unknown_values_are_not_guessed_at, offline),
    scenario!(a_missing_required_attribute_is_named, offline),
    scenario!(the_id_cannot_be_configured, offline),
];

const KEY: &str = "api_mapping_key";

/// A resource that has nothing wrong but this attribute, which gets one error.
fn mistakes() -> Vec<(&'static str, String, &'static str, &'static str)> {
    let mistake =
        |attribute, value: &str, summary, sentence| (attribute, value.to_owned(), summary, sentence);
    vec![
        mistake(KEY, "a b", "Invalid API Mapping Key Character", r#"The key "a b" contains " "."#),
        mistake(KEY, "a~b", "Invalid API Mapping Key Character", r#"The key "a~b" contains "~"."#),
        mistake(KEY, "a?b=c", "Invalid API Mapping Key Character", r#"contains "?", "="."#),
        mistake(KEY, "/orders", "API Mapping Key Starts With a Slash", r#"Write "orders" instead."#),
        mistake(KEY, "orders/", "API Mapping Key Ends With a Slash", r#"Write "orders" instead."#),
        mistake(KEY, "a//b", "Doubled Slash in API Mapping Key", r#"Write "a/b" instead."#),
        mistake(KEY, "/", "API Mapping Key Starts With a Slash", "leave the key out."),
        (
            KEY,
            "k".repeat(301),
            "API Mapping Key Too Long",
            "has 301 characters. An API mapping key may have at most 300. Shorten it by 1.",
        ),
        mistake("stage", "", "Missing Stage Name", "The stage is an empty text."),
        mistake("stage", "a b", "Invalid Stage Name Character", r#"The stage "a b" contains " "."#),
        mistake(
            "stage",
            "$defaults",
            "Invalid Stage Name Character",
            r#"the one exception is the literal "$default""#,
        ),
        (
            ("stage"),
            "s".repeat(129),
            "Stage Name Too Long",
            "has 129 characters. A stage name may have at most 128",
        ),
        mistake("domain_name", "", "Missing Domain Name", "The domain name is an empty text."),
        mistake(
            "domain_name",
            "https://api.example.com/orders",
            "Domain Name Is Not a Bare Name",
            r#"Write "api.example.com" instead and give the path, "orders", as the mapping key."#,
        ),
        mistake(
            "domain_name",
            "wss://api.example.com",
            "Domain Name Is Not a Bare Name",
            r#""wss://api.example.com" has a scheme."#,
        ),
        mistake(
            "domain_name",
            "api.example.com/orders",
            "Domain Name Is Not a Bare Name",
            r#""api.example.com/orders" has a path."#,
        ),
        mistake(
            "domain_name",
            "d-abc123.execute-api.eu-west-1.amazonaws.com",
            "Domain Name Is a Target Name",
            "An API mapping takes the custom domain name itself",
        ),
        mistake("domain_name", "api..example.com", "Malformed Domain Name", "has an empty label"),
        mistake("domain_name", "api example.com", "Invalid Domain Name Character", r#"contains " "."#),
        mistake(
            "domain_name",
            "api.*.com",
            "Malformed Domain Name",
            r#"has a "*" elsewhere than as its whole first label"#,
        ),
        mistake("api_id", "", "Missing API ID", "The API id is empty."),
        mistake(
            "api_id",
            "arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4",
            "API ID Is an ARN",
            r#"Write "a1b2c3d4" instead."#,
        ),
        mistake(
            "api_id",
            "wss://a1b2c3d4.execute-api.eu-west-1.amazonaws.com",
            "API ID Is a URL",
            r#"Write "a1b2c3d4" instead."#,
        ),
        mistake(
            "api_id",
            "a1b2c3d4.execute-api.eu-west-1.amazonaws.com",
            "API ID Is a URL",
            r#"Write "a1b2c3d4" instead."#,
        ),
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
    for (number, (attribute, value, summary, sentence)) in mistakes.iter().enumerate() {
        let file = format!("m{number}.tf");
        let found: Vec<_> = refused.errors().into_iter().filter(|error| error.file == file).collect();
        let [error] = found[..] else { panic!("one error for {value:?}, not {found:#?}") };
        assert_eq!(error.summary, *summary, "{value:?}");
        error.on(attribute).says(sentence);
    }
    assert_eq!(refused.diagnostics.len(), mistakes.len(), "{}", refused.text);
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

fn a_comma_in_the_key_is_a_warning(case: &Case) {
    let project = case.project();
    project.main(&faultless("orders").key("a,b$").hcl());
    let accepted = project.validate().succeeds();
    accepted
        .warning("Undocumented Comma in API Mapping Key")
        .on(KEY)
        .says("API Gateway accepts it, but its documentation allows only letters, numbers and $-_.+!*'()");
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

fn the_id_cannot_be_configured(case: &Case) {
    let project = case.project();
    for attribute in ["id", "api_mapping_id"] {
        project.main(&faultless("orders").set(attribute, "\"a1b2c3\"").hcl());
        let refused = project.validate().fails();
        assert!(refused.errors().iter().all(|error| error.attribute() == attribute), "{}", refused.text);
    }
}
