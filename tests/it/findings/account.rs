//! Makes an account as the facts of an example say.

use apigatewayv2::findings::table::{Fact, Kind};
use local_gateway::{
    Api, Domain, DomainStatus, EndpointType, Fault, Mapping, Operation, Protocol, RestEndpoint, RoutingMode,
    RoutingRule, SecurityPolicy, World,
};

use crate::harness::Case;

/// Makes all of these so.
pub(super) fn make_so(case: &Case, facts: &[Fact]) {
    let local = case.aws.local();
    for fact in facts {
        match fact {
            Fact::Denied(action) => local.inject(Fault::on(look_up(action)).deny()),
            Fact::Failing(action) => local.inject(Fault::on(look_up(action)).status(500)),
            Fact::Expired => {
                let message = "The security token included in the request is expired";
                local.inject(Fault::on_api_gateway().error(403, "ExpiredTokenException", message));
            }
            Fact::Answering => local.clear_faults(),
            other => local.world(|world| change(world, other)),
        }
    }
}

fn look_up(action: &str) -> Operation {
    assert_eq!(action, "GetStage", "the one look-up of the examples");
    Operation::GetStage
}

fn change(world: &mut World, fact: &Fact) {
    match *fact {
        Fact::Domain(name) => domain(world, name, |_| {}),
        Fact::EdgeOptimised(name) => {
            domain(world, name, |domain| domain.endpoint_type = EndpointType::Edge);
        }
        Fact::Tls10(name) => domain(world, name, |domain| domain.security_policy = SecurityPolicy::Tls10),
        Fact::Enhanced(name) => {
            domain(world, name, |domain| domain.security_policy = SecurityPolicy::Enhanced);
        }
        Fact::Updating(name) => domain(world, name, |domain| domain.status = DomainStatus::Updating),
        Fact::RulesOnly(name) => {
            domain(world, name, |domain| domain.routing_mode = RoutingMode::RoutingRuleOnly);
        }
        Fact::RulesFirst(name) => domain(world, name, |domain| {
            domain.routing_mode = RoutingMode::RoutingRuleThenApiMapping;
            let [id, base_path, api, stage] =
                ["rule1", "orders", "m3n4o5p6", "production"].map(str::to_owned);
            domain.routing_rules.insert(id.clone(), RoutingRule { id, priority: 100, base_path, api, stage });
        }),
        Fact::Api(id, kind, stage) => api(world, id, kind, stage),
        Fact::Mapping(id, on, key, api, stage) => {
            let [id, key, api_id, stage] = [id, key, api, stage].map(str::to_owned);
            let mappings = &mut world.domain_mut(on).expect("a domain name").mappings;
            mappings.put(Mapping { id, key, api_id, stage });
        }
        Fact::Mappings(count, on, api, stage) => (0..count).for_each(|number| {
            world.put_mapping(on, &format!("there/v{number}"), api, stage);
        }),
        Fact::Deleted(on, key) => {
            let mappings = &mut world.domain_mut(on).expect("a domain name").mappings;
            let id = mappings.with_key(key).expect("a mapping").id.clone();
            mappings.remove(&id);
        }
        Fact::Denied(_) | Fact::Failing(_) | Fact::Expired | Fact::Answering => unreachable!("no change"),
    }
}

/// Makes a domain name, or makes it so, with the mappings that it has.
fn domain(world: &mut World, name: &str, change: impl FnOnce(&mut Domain)) {
    let mappings = world.domain(name).map(|domain| domain.mappings.clone()).unwrap_or_default();
    let mut domain = Domain { mappings, ..Domain::new(name) };
    change(&mut domain);
    world.put_domain(domain);
}

/// Makes an API, or gives the one that is there another stage and kind.
fn api(world: &mut World, id: &str, kind: Kind, stage: &str) {
    let protocol = match kind {
        Kind::WebSocket => Protocol::WebSocket,
        Kind::Http => Protocol::Http,
        Kind::Rest | Kind::PrivateRest | Kind::StrictRest => Protocol::Rest,
    };
    let mut api = Api::new(id, protocol, &[stage]);
    if let Some(there) = world.api(id) {
        api.stages.extend(there.stages.iter().cloned());
    }
    if kind == Kind::PrivateRest {
        api.endpoint = RestEndpoint::Private;
    }
    if kind == Kind::StrictRest {
        api.security_policy = SecurityPolicy::Enhanced;
    }
    world.put_api(api);
}
