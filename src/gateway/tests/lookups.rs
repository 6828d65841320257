//! The API, stage and domain name of a mapping are looked up once a run.

use local_gateway::{Domain, Fault, Operation, RoutingMode, RoutingRule};

use super::account::{API, Account, DOMAIN, domain};
use crate::gateway::{ApiFacts, Protocol, Routing};
use crate::names::{ApiId, StageName};

fn api_id(id: &str) -> ApiId {
    ApiId::parse(id).expect("an API id")
}

fn stage(name: &str) -> StageName {
    StageName::parse(name).expect("a stage")
}

#[tokio::test]
async fn an_api_is_looked_up_in_both_versions_of_the_service_and_once() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let rest_api = local_gateway::Api::new("r9", local_gateway::Protocol::Rest, &["test"]);
    account.aws.world(|world| world.put_api(rest_api));
    assert_eq!(gateway.lookups.known_api(API), None);
    for _ in 0..2 {
        assert!(gateway.lookups.api(API).await.expect("an answer").is_some());
        assert_eq!(gateway.lookups.api("r9").await.expect("an answer"), Some(ApiFacts::of(Protocol::Rest)));
        assert_eq!(gateway.lookups.api("none").await.expect("an answer"), None);
    }
    assert!(gateway.lookups.known_api(API).is_some());
    let counts = [Operation::GetApi, Operation::GetRestApi].map(|operation| account.aws.count(operation));
    assert_eq!(counts, [3, 2]);
}

#[tokio::test]
async fn a_stage_is_asked_for_together_with_its_api() {
    let account = Account::new();
    let gateway = account.gateway(0);
    for _ in 0..2 {
        assert!(gateway.lookups.has_stage(&api_id(API), &stage("test")).await.expect("an answer"));
        assert!(!gateway.lookups.has_stage(&api_id(API), &stage("none")).await.expect("an answer"));
    }
    let operations = [Operation::GetApi, Operation::GetStage, Operation::GetRestApiStage];
    assert_eq!(operations.map(|operation| account.aws.count(operation)), [1, 2, 0]);
}

#[tokio::test]
async fn a_stage_of_a_rest_api_is_asked_of_version_1() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.world(|world| {
        world.put_api(local_gateway::Api::new("r9", local_gateway::Protocol::Rest, &["prod"]));
    });
    assert!(gateway.lookups.has_stage(&api_id("r9"), &stage("prod")).await.expect("an answer"));
    assert!(!gateway.lookups.has_stage(&api_id("r9"), &stage("none")).await.expect("an answer"));
    assert!(!gateway.lookups.has_stage(&api_id("none"), &stage("prod")).await.expect("an answer"));
}

#[tokio::test]
async fn credentials_for_rest_apis_alone_are_enough_for_them() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.world(|world| {
        world.put_api(local_gateway::Api::new("r9", local_gateway::Protocol::Rest, &["prod"]));
    });
    account.aws.inject(Fault::on_any_of(&[Operation::GetApi, Operation::GetStage]).deny());
    assert_eq!(gateway.lookups.api("r9").await.expect("an answer"), Some(ApiFacts::of(Protocol::Rest)));
    assert!(gateway.lookups.has_stage(&api_id("r9"), &stage("prod")).await.expect("an answer"));
    // What version 1 does not find may be of another kind, so nothing is known of it.
    assert!(gateway.lookups.api(API).await.is_err_and(|error| error.is_denied()));
    let stage_of_another = gateway.lookups.has_stage(&api_id(API), &stage("test")).await;
    assert!(stage_of_another.is_err_and(|error| error.is_denied()));
}

#[tokio::test]
async fn a_domain_is_taken_from_the_listing_of_all_domains() {
    let account = Account::new();
    let gateway = account.gateway(0);
    for name in [DOMAIN, "web.example.com"] {
        assert!(gateway.lookups.domain(&domain(name)).await.expect("an answer").is_some());
    }
    let operations = [Operation::GetDomainNames, Operation::GetDomainName];
    assert_eq!(operations.map(|operation| account.aws.count(operation)), [1, 0]);
    assert_eq!(gateway.lookups.domain(&domain("none.example.com")).await.expect("an answer"), None);
    assert_eq!(operations.map(|operation| account.aws.count(operation)), [1, 1]);
}

#[tokio::test]
async fn without_permission_to_list_domains_each_is_asked_for_by_its_name() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetDomainNames).deny());
    for name in [DOMAIN, "web.example.com", DOMAIN] {
        assert!(gateway.lookups.domain(&domain(name)).await.expect("an answer").is_some());
    }
    let operations = [Operation::GetDomainNames, Operation::GetDomainName];
    assert_eq!(operations.map(|operation| account.aws.count(operation)), [1, 2]);
}

#[tokio::test]
async fn routing_rules_are_looked_up_once() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let rule = RoutingRule {
        id: "rule1".to_owned(),
        priority: 1,
        base_path: "v1".to_owned(),
        api: API.to_owned(),
        stage: "test".to_owned(),
    };
    account.aws.world(|world| {
        let mode = RoutingMode::RoutingRuleThenApiMapping;
        world.put_domain(Domain {
            routing_mode: mode,
            routing_rules: [("rule1".to_owned(), rule)].into(),
            ..Domain::new("rules.example.com")
        });
    });
    let name = domain("rules.example.com");
    let facts = gateway.lookups.domain(&name).await.expect("an answer").expect("a domain");
    assert_eq!(facts.routing, Routing::RulesThenMappings);
    for _ in 0..2 {
        assert!(gateway.lookups.has_routing_rules(&name).await.expect("an answer"));
        assert!(!gateway.lookups.has_routing_rules(&domain(DOMAIN)).await.expect("an answer"));
    }
    assert_eq!(account.aws.count(Operation::ListRoutingRules), 2);
}

#[tokio::test]
async fn a_look_up_that_failed_is_not_made_again() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApi).deny());
    for _ in 0..3 {
        assert!(gateway.lookups.api(API).await.is_err_and(|error| error.is_denied()));
    }
    assert_eq!(account.aws.count(Operation::GetApi), 1);
}

#[tokio::test]
async fn a_domain_that_was_asked_for_by_its_name_is_not_looked_for_in_a_listing() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let operations = [Operation::GetDomainNames, Operation::GetDomainName];
    let counts = || operations.map(|operation| account.aws.count(operation));
    for _ in 0..2 {
        let shown =
            gateway.lookups.custom_domain(&domain(DOMAIN)).await.expect("an answer").expect("a domain");
        assert_eq!(shown.endpoint_type.as_deref(), Some("REGIONAL"));
        let facts = gateway.lookups.domain(&domain(DOMAIN)).await.expect("an answer").expect("a domain");
        assert!(!facts.edge);
    }
    assert_eq!(counts(), [0, 1]);
    assert!(gateway.lookups.domain(&domain("web.example.com")).await.expect("an answer").is_some());
    assert_eq!(counts(), [1, 1]);
    assert_eq!(gateway.lookups.custom_domain(&domain("none.example.com")).await.expect("an answer"), None);
}
