//! `terraform query`: which mappings there are, in words that people recognise.

mod failures;
mod lists;

use local_gateway::Operation;
use serde_json::{Value, json};

use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Outcome, Project, REGION, Scenario};

pub(super) fn scenarios() -> Vec<Scenario> {
    [lists::SCENARIOS, failures::SCENARIOS].concat()
}

/// What a query found.
pub(crate) struct Found {
    pub(crate) outcome: Outcome,
    results: Vec<Value>,
}

impl Found {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        Self { outcome: self.outcome.succeeds(), ..self }
    }

    #[track_caller]
    fn fails(self) -> Self {
        Self { outcome: self.outcome.fails(), ..self }
    }

    /// All display names, sorted.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> =
            self.results.iter().filter_map(|result| result["display_name"].as_str()).collect();
        names.sort_unstable();
        names
    }

    /// All display names, as they come.
    pub(crate) fn names_in_order(&self) -> Vec<&str> {
        self.results.iter().filter_map(|result| result["display_name"].as_str()).collect()
    }

    /// The only result of this name.
    #[track_caller]
    pub(crate) fn named(&self, name: &str) -> &Value {
        let mut named = self.results.iter().filter(|result| result["display_name"] == name);
        let (Some(only), None) = (named.next(), named.next()) else {
            panic!("expected one {name:?} in {:#?}", self.results);
        };
        only
    }

    #[track_caller]
    pub(crate) fn identity(&self, name: &str) -> &Value {
        &self.named(name)["identity"]
    }
}

pub(crate) fn query(project: &Project, hcl: &str) -> Found {
    project.file("mappings.tfquery.hcl", hcl);
    let finished = project.run(&["query", "-json"]);
    let events = finished.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found = events.filter(|event| event["type"] == "list_resource_found");
    let results = found.map(|event| event["list_resource_found"].clone()).collect();
    Found { results, outcome: Outcome::from_events(&finished) }
}

fn identity(case: &Case, domain: &str, id: &str) -> Value {
    json!({"domain_name": domain, "api_mapping_id": id, "region": REGION, "account_id": case.aws.account()})
}

/// Maps many keys, behind the back of the call log.
fn fill(case: &Case, world: &World, count: usize) {
    case.aws.local().world(|account| {
        for number in 0..count {
            account.put_mapping(DOMAIN, &format!("key{number}"), &world.orders, "production");
        }
    });
}

/// The operations of API Gateway that were called, in their order.
fn api_calls(case: &Case) -> Vec<Operation> {
    let calls = case.aws.local().calls();
    calls.iter().map(|call| call.operation).filter(|operation| operation.is_api_gateway()).collect()
}
