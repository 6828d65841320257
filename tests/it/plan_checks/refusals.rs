//! Against every refusal that is on record, plan or validate speaks first.
//!
//! Each row is one refusal of the service, with the evidence for it: documented by
//! AWS, recorded in public, or measured by a third party. The configuration that
//! meets it is shown to `terraform validate` or `terraform plan`, and then to the
//! endpoint, which refuses it.
//!
//! Not among the rows, because no configuration of a mapping brings them about: an
//! unknown mapping id (reads and writes of what is gone), the deletion of an API or
//! a stage that is mapped (other resources, which Terraform deletes after the
//! mappings that refer to them), two changes at one time and the quota of calls
//! (retried), and the quota of multi-level mappings (a warning of its own, because
//! what this run removes first counts only at apply).

use local_gateway::{Domain, EndpointType, RestEndpoint, RoutingMode, SecurityPolicy};

use super::{KEY, in_mode};
use crate::acceptance::world::Block;
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, Severity, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(validate_speaks_before_the_service_refuses_a_text, needs: [ServiceRules]),
    scenario!(plan_speaks_before_the_service_refuses_a_mapping, needs: [ServiceRules, OutOfBand]),
];

#[derive(Debug, Clone, Copy)]
enum Evidence {
    Documented,
    Recorded,
    Measured,
}
use Evidence::{Documented, Measured, Recorded};

/// A text that the service does not take, the finding about it, and the service's words.
const TEXTS: &[(Evidence, &str, &str, &str, &str)] = &[
    (
        Measured,
        KEY,
        " a",
        "Invalid API Mapping Key Character",
        "may contain only letters, numbers and one of",
    ),
    (
        Measured,
        KEY,
        "a~b",
        "Invalid API Mapping Key Character",
        "may contain only letters, numbers and one of",
    ),
    (
        Documented,
        KEY,
        "a?b",
        "Invalid API Mapping Key Character",
        "may contain only letters, numbers and one of",
    ),
    (Measured, KEY, LONG, "API Mapping Key Too Long", "ApiMapping key length must be under 300 characters."),
    (Measured, KEY, "/", "API Mapping Key Starts With a Slash", "should not end with a '/'."),
    (Measured, KEY, "a/", "API Mapping Key Ends With a Slash", "should not end with a '/'."),
    (Measured, KEY, "/a", "API Mapping Key Starts With a Slash", "should not start with a '/'"),
    (Measured, KEY, "a//b", "Doubled Slash in API Mapping Key", "or have consecutive '/'s."),
    (Documented, "stage", "a b", "Invalid Stage Name Character", "Invalid stage identifier specified"),
    (Documented, "stage", "$other", "Invalid Stage Name Character", "Invalid stage identifier specified"),
    (Documented, "stage", LONG, "Stage Name Too Long", "Invalid stage identifier specified"),
];

/// 301 characters.
const LONG: &str = concat!(
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
    "k"
);

fn validate_speaks_before_the_service_refuses_a_text(case: &Case) {
    let domain = "web.example.com";
    case.aws.create_domain(domain);
    let api = case.aws.create_api("web", Protocol::Http, &["live"]);
    let project = case.project();
    for (number, (_, attribute, text, ..)) in TEXTS.iter().enumerate() {
        let block = Block::new(&format!("row{number}")).domain(domain).api(&api).stage("live");
        let block = if *attribute == KEY { block.key(text) } else { block.stage(text).key("key") };
        project.file(&format!("row{number}.tf"), &block.hcl());
    }
    assert_eq!(LONG.len(), 301);
    let refused = project.validate().fails();
    for (number, row @ (_, attribute, text, summary, words)) in TEXTS.iter().enumerate() {
        let found: Vec<_> = of_row(&refused, number);
        let [error] = found[..] else { panic!("{row:?}: one error, not {found:#?}") };
        assert_eq!((error.severity, error.summary.as_str()), (Severity::Error, *summary), "{row:?}");
        error.on(attribute);
        let (stage, key) = if *attribute == KEY { ("live", *text) } else { (*text, "key") };
        let answer = case.aws.try_create_mapping(domain, &api, stage, key);
        assert!(matches!(&answer, Err((400, said)) if said.contains(words)), "{row:?}: {answer:?}");
    }
    assert_eq!(case.aws.mappings(domain), []);
}

/// A mapping that the service refuses, and the finding about it.
struct Row {
    evidence: Evidence,
    domain: &'static str,
    api: String,
    stage: &'static str,
    key: &'static str,
    finding: (Severity, &'static str, &'static str),
    /// Status and words of the refusal; none where they are not on record.
    refusal: Option<(u16, &'static str)>,
}

const EDGE: (Severity, &str, &str) =
    (Severity::Warning, "domain_name", "Edge-Optimised Domain Name Cannot Hold API Mappings");
const TLS_1_0: (Severity, &str, &str) =
    (Severity::Warning, "domain_name", "Domain Name With TLS 1.0 Cannot Hold API Mappings");
const MIXED: (Severity, &str, &str) =
    (Severity::Error, "api_id", "WebSocket and Other APIs on One Domain Name");
const TAKEN: (Severity, &str, &str) = (Severity::Error, KEY, "API Mapping Key Already Taken");
const ONLY_REGIONAL: (u16, &str) = (400, "Only REGIONAL domain names");

/// A world in which each row has its own domain, and the rows.
fn rows(case: &Case) -> Vec<Row> {
    let chat = case.aws.create_api("chat", Protocol::WebSocket, &["live"]);
    let web = case.aws.create_api("web", Protocol::Http, &["live"]);
    let old = case.aws.create_rest_api("old", &["live"]);
    let hidden = case.aws.create_rest_api("hidden", &["live"]);
    for name in ["api", "stage", "key", "root", "chats", "chats2", "webs", "private", "default"] {
        case.aws.create_domain(&format!("{name}.example.com"));
    }
    case.aws.create_mapping("key.example.com", &web, "live", "shop");
    case.aws.create_mapping("root.example.com", &web, "live", "");
    for name in ["chats.example.com", "chats2.example.com"] {
        case.aws.create_mapping(name, &chat, "live", "chat");
    }
    case.aws.create_mapping("webs.example.com", &old, "live", "old");
    case.aws.local().world(|world| {
        let edge = Domain { endpoint_type: EndpointType::Edge, ..Domain::new("edge.example.com") };
        let tls = Domain { security_policy: SecurityPolicy::Tls10, ..Domain::new("tls.example.com") };
        let edge_levels = Domain { name: "edge-levels.example.com".to_owned(), ..edge.clone() };
        let tls_levels = Domain { name: "tls-levels.example.com".to_owned(), ..tls.clone() };
        let enhanced = SecurityPolicy::Enhanced;
        let strict = Domain { security_policy: enhanced, ..Domain::new("strict.example.com") };
        world.put_domain(strict);
        world.api_mut(&hidden).expect("an API").endpoint = RestEndpoint::Private;
        let rules = RoutingMode::RoutingRuleOnly;
        let rules = Domain { routing_mode: rules, ..Domain::new("rules.example.com") };
        [edge, tls, edge_levels, tls_levels, rules].into_iter().for_each(|domain| world.put_domain(domain));
    });
    let unworded = |domain, api: &str, finding| {
        let api = api.to_owned();
        Row { evidence: Documented, domain, api, stage: "live", key: "shop", finding, refusal: None }
    };
    let row = |evidence, domain, api: &str, finding, refusal| Row {
        evidence,
        refusal: Some(refusal),
        ..unworded(domain, api, finding)
    };
    let no_api = (Severity::Error, "api_id", "API Not Found");
    let no_stage = (Severity::Warning, "stage", "Stage Does Not Exist Yet");
    let no_such_stage = (400, "Invalid stage identifier specified");
    let no_domain = (Severity::Warning, "domain_name", "Domain Name Does Not Exist Yet");
    let rules_only = (Severity::Warning, "domain_name", "Domain Name Takes Routing Rules Only");
    let too_strict = (Severity::Error, "domain_name", "Security Policy Too Strict for HTTP APIs");
    let private = (Severity::Warning, "api_id", "Private API on a Public Domain Name");
    let no_default = (Severity::Error, "stage", "REST API Without a Default Stage");
    let exists = (409, "ApiMapping key already exists for this domain name");
    vec![
        // API, stage and domain must exist, API and domain in the same account. A
        // stage and a domain have names of the user's choice, which this run may
        // be about to create or to change, so these are warnings.
        row(Recorded, "api.example.com", "zzzz9999", no_api, (400, "Invalid API identifier specified")),
        Row { stage: "tomorrow", ..row(Recorded, "stage.example.com", &web, no_stage, no_such_stage) },
        row(Measured, "gone.example.com", &web, no_domain, (404, "Invalid domain name identifier specified")),
        row(Recorded, "key.example.com", &web, TAKEN, exists),
        Row { key: "", ..row(Measured, "root.example.com", &web, TAKEN, exists) },
        row(Recorded, "edge.example.com", &web, EDGE, ONLY_REGIONAL),
        row(Recorded, "tls.example.com", &web, TLS_1_0, ONLY_REGIONAL),
        Row { key: "a/b", ..row(Documented, "edge-levels.example.com", &web, EDGE, ONLY_REGIONAL) },
        Row { key: "a/b", ..row(Documented, "tls-levels.example.com", &web, TLS_1_0, ONLY_REGIONAL) },
        unworded("chats.example.com", &web, MIXED),
        unworded("chats2.example.com", &old, MIXED),
        unworded("webs.example.com", &chat, MIXED),
        unworded("rules.example.com", &web, rules_only),
        unworded("strict.example.com", &web, too_strict),
        unworded("private.example.com", &hidden, private),
        Row { stage: "$default", ..row(Recorded, "default.example.com", &old, no_default, no_such_stage) },
    ]
}

fn plan_speaks_before_the_service_refuses_a_mapping(case: &Case) {
    let rows = rows(case);
    let write = |project: &Project| {
        for (number, row) in rows.iter().enumerate() {
            let block = Block::new(&format!("row{number}")).domain(row.domain).api(&row.api);
            project.file(&format!("row{number}.tf"), &block.stage(row.stage).key(row.key).hcl());
        }
    };
    let project = case.project();
    write(&project);
    let planned = project.plan().fails();
    for (number, row) in rows.iter().enumerate() {
        let what = format!("{} ({:?})", row.domain, row.evidence);
        // What is special about an API or a domain is all there is to find.
        let found = of_row(&planned, number);
        let [only] = found[..] else { panic!("{what}: one finding, not {found:#?}") };
        let (severity, attribute, summary) = row.finding;
        assert_eq!((only.severity, only.summary.as_str()), (severity, summary), "{what}");
        only.on(attribute);
    }
    // Without the checks it is for the service to say.
    let project = in_mode(case, "off");
    let refused = project.apply().fails();
    for (number, row) in rows.iter().enumerate() {
        let found = of_row(&refused, number);
        let [error] = found[..] else { panic!("{}: one error, not {found:#?}", row.domain) };
        let answer = case.aws.try_create_mapping(row.domain, &row.api, row.stage, row.key);
        let Err((said, _)) = answer else { panic!("{}: {answer:?}", row.domain) };
        if let Some((status, words)) = row.refusal {
            error.says(&format!("(HTTP {status}")).says(words);
            assert_eq!(said, status, "{}", row.domain);
        }
    }
    project.state().is_empty();
}

/// What was found about the row with this number.
fn of_row(outcome: &crate::harness::Outcome, number: usize) -> Vec<&crate::harness::Diagnostic> {
    let file = format!("row{number}.tf");
    outcome.diagnostics.iter().filter(|found| found.file == file).collect()
}
