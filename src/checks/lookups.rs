//! Looks up the facts, each once a run and only for what the plan changes.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;

use super::facts::{Answer, Facts, Holder, MappingFacts, Others};
use super::planned::PlannedMapping;
use super::run::Run;
use crate::gateway::{DomainFacts, Gateway, Protocol, Routing};
use crate::names::DomainName;
use crate::provider::Session;

/// Looks up what the planned mappings of one domain refer to, all at the same time.
/// What is unknown is not looked up.
pub(super) async fn look_up(
    session: &Session,
    run: &Run,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
) -> Facts {
    let gateway = &session.gateway;
    let (apis_and_stages, (domain_facts, has_rules), (others, kind_of_others), _) = tokio::join!(
        join_all(planned.iter().map(|plan| api_and_stage(gateway, plan))),
        domain_and_rules(gateway, domain.as_ref(), &planned),
        others_and_their_kind(gateway, domain.as_ref(), &planned),
        // The place is named with its account.
        session.account(),
    );
    let mappings = planned.into_iter().zip(apis_and_stages).map(|(plan, (api, has_stage))| {
        let protocol = api.known().copied().flatten();
        let planned = Arc::new(PlannedMapping { protocol, ..plan });
        MappingFacts { planned, api, has_stage, ..MappingFacts::default() }
    });
    let mut facts = Facts {
        place: session.place(),
        mappings: mappings.collect(),
        domain,
        domain_facts,
        has_rules,
        others,
        kind_of_others,
        planned_before: Vec::new(),
    };
    if let Some(domain) = &facts.domain {
        let planned: Vec<_> = facts.mappings.iter().map(|mapping| mapping.planned.clone()).collect();
        facts.planned_before = run.note_planned(domain, &planned);
    }
    find_holders(run, &mut facts).await;
    facts
}

/// The kind of API also decides which keys and stages it may have.
async fn api_and_stage(gateway: &Gateway, plan: &PlannedMapping) -> (Answer<Option<Protocol>>, Answer<bool>) {
    let changed = plan.changed;
    let api = plan.api_id.as_ref().filter(|_| changed.api || changed.stage || changed.key);
    let stage = plan.stage.as_ref().filter(|_| changed.api || changed.stage);
    let protocol = async {
        match api {
            Some(api) => gateway.lookups.api(api.as_str()).await.into(),
            None => Answer::NotAsked,
        }
    };
    let has_stage = async {
        match api.zip(stage) {
            Some((api, stage)) => gateway.lookups.has_stage(api, stage).await.into(),
            None => Answer::NotAsked,
        }
    };
    tokio::join!(protocol, has_stage)
}

async fn domain_and_rules(
    gateway: &Gateway,
    domain: Option<&DomainName>,
    planned: &[PlannedMapping],
) -> (Answer<Option<DomainFacts>>, Answer<bool>) {
    let changes = planned.iter().any(|plan| plan.changed.domain);
    let Some(domain) = domain.filter(|_| changes) else { return Default::default() };
    let facts = gateway.lookups.domain(domain).await;
    let has_rules = match &facts {
        Ok(Some(facts)) if facts.routing == Routing::RulesThenMappings => {
            gateway.lookups.has_routing_rules(domain).await.into()
        }
        _ => Answer::NotAsked,
    };
    (facts.into(), has_rules)
}

async fn others_and_their_kind(
    gateway: &Gateway,
    domain: Option<&DomainName>,
    planned: &[PlannedMapping],
) -> (Answer<Others>, Answer<Option<Protocol>>) {
    let changes = |plan: &PlannedMapping| plan.changed.domain || plan.changed.api || plan.changed.key;
    let Some(domain) = domain.filter(|_| planned.iter().any(changes)) else { return Default::default() };
    match gateway.known_mappings(domain).await {
        Ok(all) => {
            let others = Others::than(planned, all);
            let kind = kind_of(gateway, &others, planned).await;
            (Answer::Known(others), kind)
        }
        Err(error) => (Answer::Failed(error), Answer::NotAsked),
    }
}

/// A domain holds either WebSocket APIs or others, so one API tells of all. One that
/// is looked up anyway costs no call.
async fn kind_of(gateway: &Gateway, others: &Others, planned: &[PlannedMapping]) -> Answer<Option<Protocol>> {
    let looked_up = |id: &str| {
        let same = |plan: &PlannedMapping| plan.api_id.as_ref().is_some_and(|api| api.as_str() == id);
        planned.iter().any(|plan| plan.changed.api && same(plan))
    };
    if !planned.iter().any(|plan| plan.changed.api && plan.api_id.is_some()) {
        return Answer::NotAsked;
    }
    for api in others.api_ids() {
        if looked_up(api) || gateway.lookups.known_api(api).is_some() {
            return gateway.lookups.api(api).await.into();
        }
    }
    match others.api_ids().next() {
        Some(api) => gateway.lookups.api(api).await.into(),
        None => Answer::Known(None),
    }
}

/// Terraform shows the provider what it manages as it comes to it, several resources
/// at a time. A holder that is not known yet may come next, so it is given a moment
/// before the plan fails because of it.
async fn find_holders(run: &Run, facts: &mut Facts) {
    for attempt in 0..=10 {
        let holders: Vec<_> =
            facts.mappings.iter().map(|mapping| holder(run, facts, &mapping.planned)).collect();
        let is_unknown = |holder: &Option<Holder>| matches!(holder, Some(Holder::Foreign | Holder::Unseen));
        if attempt == 10 || !holders.iter().any(is_unknown) {
            for (mapping, holder) in facts.mappings.iter_mut().zip(holders) {
                mapping.holder = holder.unwrap_or_default();
            }
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// What this run knows of the mapping that holds the planned key, if one does.
fn holder(run: &Run, facts: &Facts, planned: &PlannedMapping) -> Option<Holder> {
    let holder = facts.holder_of_key(planned)?;
    let own_key = facts.others.known()?.key_of(planned);
    let plan = facts.planned_before.iter().find(|plan| plan.id.as_ref() == Some(&holder.id));
    Some(match plan.map(|plan| plan.key.as_ref()) {
        Some(Some(key)) if *key == holder.key => Holder::Keeps,
        Some(Some(key)) if Some(key) == own_key => Holder::WantsOurs,
        Some(_) => Holder::MayLeave,
        None if run.manages(&holder.id) => Holder::MayLeave,
        None if run.surely_plans() => Holder::Foreign,
        None => Holder::Unseen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::managed::ManagedMappings;
    use crate::checks::testing::{mapping, orders, plan};
    use crate::names::MappingId;

    /// `orders` is wanted by a mapping that is at `ours` now, and held by `m1`.
    fn wanted(ours: Option<&str>, planned_before: Vec<Arc<PlannedMapping>>) -> Facts {
        let mut all = vec![mapping("m1", "orders", "5h0p5h0p"), mapping("m2", "blog", "5h0p5h0p")];
        all.extend(ours.map(|key| mapping("own", key, "5h0p5h0p")));
        let mut facts = orders();
        let own = PlannedMapping {
            id: ours.and_then(|_| MappingId::from_api("own")),
            ..(*facts.mappings[0].planned).clone()
        };
        facts.others = Answer::Known(Others::than(std::slice::from_ref(&own), all.into_iter().collect()));
        facts.mappings[0].planned = Arc::new(own);
        Facts { planned_before, ..facts }
    }

    fn of_m1(at: &str) -> Vec<Arc<PlannedMapping>> {
        vec![plan(Some("m1"), at, "5h0p5h0p", Protocol::WebSocket)]
    }

    fn managing(managed: &[&str]) -> Run {
        let known = ManagedMappings::default();
        managed.iter().filter_map(|id| MappingId::from_api(id)).for_each(|id| known.add(&id));
        Run::managing(known)
    }

    fn has_read(managed: &[&str]) -> Run {
        let run = managing(managed);
        run.note_read(&MappingId::from_api("m9").unwrap());
        run
    }

    fn found(run: &Run, facts: &Facts) -> Option<Holder> {
        holder(run, facts, &facts.mappings[0].planned)
    }

    #[test]
    fn a_holder_that_is_not_known_to_be_managed_is_foreign() {
        assert_eq!(found(&has_read(&["m2"]), &wanted(None, Vec::new())), Some(Holder::Foreign));
    }

    #[test]
    fn a_holder_is_foreign_only_where_something_of_the_state_was_seen() {
        assert_eq!(found(&managing(&[]), &wanted(None, Vec::new())), Some(Holder::Unseen));
        assert_eq!(found(&has_read(&[]), &wanted(None, Vec::new())), Some(Holder::Foreign));
    }

    #[test]
    fn a_free_key_and_one_that_stays_have_no_holder() {
        assert_eq!(found(&has_read(&["m1"]), &orders()), None);
        let mut facts = wanted(None, Vec::new());
        Arc::make_mut(&mut facts.mappings[0].planned).changed.key = false;
        assert_eq!(found(&has_read(&["m1"]), &facts), None);
    }

    #[test]
    fn a_managed_holder_may_leave_until_its_plan_keeps_the_key() {
        let run = has_read(&["m1"]);
        assert_eq!(found(&run, &wanted(None, Vec::new())), Some(Holder::MayLeave));
        assert_eq!(found(&run, &wanted(None, of_m1("elsewhere"))), Some(Holder::MayLeave));
        assert_eq!(found(&run, &wanted(None, of_m1("orders"))), Some(Holder::Keeps));
        let unknown = PlannedMapping { key: None, ..Arc::unwrap_or_clone(of_m1("orders").remove(0)) };
        assert_eq!(found(&run, &wanted(None, vec![Arc::new(unknown)])), Some(Holder::MayLeave));
    }

    #[test]
    fn a_holder_that_takes_our_key_blocks_us_as_we_block_it() {
        let run = has_read(&["m1"]);
        assert_eq!(found(&run, &wanted(Some("shop"), of_m1("shop"))), Some(Holder::WantsOurs));
        assert_eq!(found(&run, &wanted(Some("shop"), of_m1("elsewhere"))), Some(Holder::MayLeave));
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_turns_out_to_be_managed_is_waited_for() {
        let known = Arc::new(has_read(&[]));
        let mut facts = wanted(None, Vec::new());
        let shown = known.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(240)).await;
            shown.note_read(&MappingId::from_api("m1").unwrap());
        });
        find_holders(&known, &mut facts).await;
        assert_eq!(facts.mappings[0].holder, Holder::MayLeave);
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_stays_unknown_is_foreign_after_a_moment() {
        let (run, mut facts) = (has_read(&[]), wanted(None, Vec::new()));
        let start = tokio::time::Instant::now();
        find_holders(&run, &mut facts).await;
        assert_eq!(facts.mappings[0].holder, Holder::Foreign);
        assert_eq!(start.elapsed(), Duration::from_millis(250));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_known_is_not_waited_for() {
        let start = tokio::time::Instant::now();
        for mut facts in [orders(), wanted(None, of_m1("orders"))] {
            find_holders(&has_read(&[]), &mut facts).await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
