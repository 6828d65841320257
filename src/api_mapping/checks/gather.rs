//! Finds out the facts, each look-up once a run and only what the plan touches.

use std::sync::Arc;
use std::time::Duration;

use super::facts::{Facts, Holder, Lookup, Others, Touched};
use super::run::{Plan, Run};
use crate::api_mapping::validate::Names;
use crate::gateway::{Gateway, MappingSpec, Protocol, Routing};
use crate::names::MappingId;
use crate::provider::Session;

/// Looks up what `names` speak of. Names that are unknown are not looked up.
pub(super) async fn gather(
    session: &Session,
    run: &Run,
    names: &Names,
    own: Option<&MappingId>,
    touched: Touched,
) -> Facts {
    let gateway = &session.gateway;
    let (protocol, domain_facts, others) = tokio::join!(
        protocol(gateway, names, touched),
        domain(gateway, names, touched),
        others(gateway, names, own, touched),
    );
    let kind = protocol.known().copied().flatten();
    let mut facts = Facts {
        place: session.place(),
        domain: names.domain.clone(),
        api_id: names.api_id.clone(),
        stage: names.stage.clone(),
        key: names.key.clone(),
        touched,
        planned: planned(run, names, own, kind),
        protocol,
        domain_facts,
        others,
        ..Facts::default()
    };
    let (has_stage, neighbours, has_rules) = tokio::join!(
        stage(gateway, names, kind, touched),
        neighbours(gateway, &facts),
        rules(gateway, &facts)
    );
    facts.has_stage = has_stage;
    facts.neighbours = neighbours;
    facts.has_rules = has_rules;
    facts.holder = holder_in_time(run, &facts).await;
    facts
}

/// Terraform shows the provider what it manages as it comes to it, resources side by
/// side. A holder that is not known yet may be the next, so it is given a moment
/// before a plan fails for it.
async fn holder_in_time(run: &Run, facts: &Facts) -> Holder {
    for _ in 0..10 {
        match holder(run, facts) {
            Some(Holder::Foreign | Holder::Unseen) => tokio::time::sleep(Duration::from_millis(25)).await,
            known => return known.unwrap_or_default(),
        }
    }
    holder(run, facts).unwrap_or_default()
}

/// The kind of the API also decides which keys it may have.
async fn protocol(gateway: &Gateway, names: &Names, touched: Touched) -> Lookup<Option<Protocol>> {
    match &names.api_id {
        Some(api) if touched.api || touched.key || touched.stage => gateway.api(api.as_str()).await.into(),
        _ => Lookup::NotAsked,
    }
}

async fn stage(gateway: &Gateway, names: &Names, kind: Option<Protocol>, touched: Touched) -> Lookup<bool> {
    match (&names.api_id, kind, &names.stage) {
        (Some(api), Some(_), Some(stage)) if touched.api || touched.stage => {
            gateway.has_stage(api, stage).await.into()
        }
        _ => Lookup::NotAsked,
    }
}

async fn domain(
    gateway: &Gateway,
    names: &Names,
    touched: Touched,
) -> Lookup<Option<crate::gateway::DomainFacts>> {
    match &names.domain {
        Some(domain) if touched.domain => gateway.domain(domain).await.into(),
        _ => Lookup::NotAsked,
    }
}

async fn rules(gateway: &Gateway, facts: &Facts) -> Lookup<bool> {
    match (&facts.domain, facts.domain_facts.known()) {
        (Some(name), Some(Some(domain))) if domain.routing == Routing::RulesThenMappings => {
            gateway.has_routing_rules(name).await.into()
        }
        _ => Lookup::NotAsked,
    }
}

async fn others(
    gateway: &Gateway,
    names: &Names,
    own: Option<&MappingId>,
    touched: Touched,
) -> Lookup<Others> {
    match &names.domain {
        Some(domain) if touched.domain || touched.api || touched.key => {
            gateway.known_mappings(domain).await.map(|all| Others::than(own, all)).into()
        }
        _ => Lookup::NotAsked,
    }
}

/// A domain holds either WebSocket APIs or others, so one mapping of another API
/// tells of all; one whose API was asked for anyway costs no call.
async fn neighbours(gateway: &Gateway, facts: &Facts) -> Lookup<Option<Protocol>> {
    let (true, Some(own), Some(others)) = (facts.touched.api, &facts.api_id, facts.others.known()) else {
        return Lookup::NotAsked;
    };
    if facts.protocol.known().copied().flatten().is_none() {
        return Lookup::NotAsked;
    }
    let apis = || others.api_ids().filter(|api| *api != own.as_str());
    for api in apis() {
        if let Some(kind) = gateway.known_api(api) {
            return Lookup::Known(Some(kind));
        }
    }
    match apis().next() {
        Some(api) => gateway.api(api).await.into(),
        None => Lookup::Known(None),
    }
}

fn planned(run: &Run, names: &Names, own: Option<&MappingId>, protocol: Option<Protocol>) -> Vec<Arc<Plan>> {
    let (Some(domain), Some(key)) = (&names.domain, &names.key) else { return Vec::new() };
    let wanted = names.api_id.clone().zip(names.stage.clone());
    let wanted = wanted.map(|(api_id, stage)| MappingSpec { key: key.clone(), api_id, stage });
    run.plan(domain, Arc::new(Plan { id: own.cloned(), key: key.clone(), wanted, protocol }))
}

/// What this run knows of whoever holds the key; `None` when nobody does.
fn holder(run: &Run, facts: &Facts) -> Option<Holder> {
    let holder = facts.holder_of_key()?;
    let plan = facts.planned.iter().find(|plan| plan.id.as_ref() == Some(&holder.id));
    Some(match plan {
        Some(plan) if plan.key == holder.key => Holder::Keeps,
        Some(plan) if facts.own_key() == Some(&plan.key) => Holder::WantsOurs,
        Some(_) => Holder::MayLeave,
        None if run.manages(&holder.id) => Holder::MayLeave,
        None if run.surely_plans() => Holder::Foreign,
        None => Holder::Unseen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::testing::{key, mapping, orders, plan};
    use crate::api_mapping::checks::run::Managed;
    use crate::gateway::Mapping;

    /// `orders` is wanted by a mapping that is at `ours` now, and held by `m1`.
    fn wanted(ours: Option<&str>, planned: Vec<Arc<Plan>>) -> Facts {
        let mut all = vec![mapping("m1", "orders", "5h0p5h0p"), mapping("m2", "blog", "5h0p5h0p")];
        all.extend(ours.map(|key| mapping("own", key, "5h0p5h0p")));
        let others = Others::than(MappingId::from_api("own").as_ref(), all.into_iter().collect());
        Facts { others: Lookup::Known(others), planned, ..orders() }
    }

    fn of_m1(at: &str) -> Vec<Arc<Plan>> {
        vec![plan(Some("m1"), at, "5h0p5h0p", Protocol::WebSocket)]
    }

    fn run(managed: &[&str]) -> Run {
        let known = Managed::default();
        managed.iter().filter_map(|id| MappingId::from_api(id)).for_each(|id| known.note(&id));
        let run = Run::managing(known);
        run.has_read();
        run
    }

    #[test]
    fn a_holder_that_nobody_has_heard_of_is_foreign() {
        assert_eq!(holder(&run(&["m2"]), &wanted(None, Vec::new())), Some(Holder::Foreign));
    }

    #[test]
    fn a_holder_is_foreign_only_where_something_of_the_state_was_seen() {
        let run = Run::managing(Managed::default());
        assert_eq!(holder(&run, &wanted(None, Vec::new())), Some(Holder::Unseen));
        run.has_read();
        assert_eq!(holder(&run, &wanted(None, Vec::new())), Some(Holder::Foreign));
    }

    #[test]
    fn nobody_holds_a_free_key() {
        assert_eq!(holder(&run(&["m1"]), &orders()), None);
    }

    #[test]
    fn a_managed_holder_may_leave_until_its_plan_says_that_it_keeps_the_key() {
        let run = run(&["m1"]);
        assert_eq!(holder(&run, &wanted(None, Vec::new())), Some(Holder::MayLeave));
        assert_eq!(holder(&run, &wanted(None, of_m1("elsewhere"))), Some(Holder::MayLeave));
        assert_eq!(holder(&run, &wanted(None, of_m1("orders"))), Some(Holder::Keeps));
    }

    #[test]
    fn a_holder_that_shall_have_our_key_blocks_us_as_we_block_it() {
        let run = run(&["m1"]);
        assert_eq!(holder(&run, &wanted(Some("shop"), of_m1("shop"))), Some(Holder::WantsOurs));
        assert_eq!(holder(&run, &wanted(Some("shop"), of_m1("elsewhere"))), Some(Holder::MayLeave));
    }

    #[test]
    fn the_mapping_itself_is_no_holder_and_tells_its_key() {
        let facts = wanted(Some("shop"), Vec::new());
        assert_eq!(facts.own_key(), Some(&key("shop")));
        let others = facts.others.known().expect("they are known");
        assert!(others.at(&key("shop")).is_none() && others.at(&key("blog")).is_some());
        assert_eq!(others.iter().count(), 2);
    }

    #[test]
    fn the_api_that_a_mapping_has_now_is_no_neighbour_unless_others_have_it_too() {
        let others = |more: Option<Mapping>| {
            let all = [mapping("own", "orders", "5h0p5h0p"), mapping("m1", "blog", "b109b109")];
            Others::than(MappingId::from_api("own").as_ref(), all.into_iter().chain(more).collect())
        };
        assert_eq!(others(None).api_ids().collect::<Vec<_>>(), ["b109b109"]);
        let two = others(Some(mapping("m2", "shop", "5h0p5h0p")));
        assert_eq!(two.api_ids().collect::<Vec<_>>(), ["5h0p5h0p", "b109b109"]);
    }
}
