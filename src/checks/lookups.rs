//! Looks up the facts, each once a run and only for what the plan changes.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::join_all;

use super::facts::{Answer, Facts, Holder, MappingFacts, Others};
use super::phase::Phase;
use super::planned_mapping::PlannedMapping;
use super::run::Run;
use crate::gateway::{ApiFacts, CallError, DomainFacts, Gateway, Mapping, Protocol, Routing};
use crate::names::{ApiId, DomainName, StageName};
use crate::provider::Session;

/// Looks up what the planned mappings of one domain refer to, all at the same time.
/// What is unknown is not looked up.
pub(super) async fn look_up(
    session: &Session,
    run: &Run,
    phase: Phase,
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
    // The kind of an API that stays may be known from another mapping.
    let known_api = |plan: &PlannedMapping| gateway.lookups.known_api(plan.api_id.as_ref()?.as_str());
    let mappings = planned.into_iter().zip(apis_and_stages).map(|(plan, (api, has_stage))| {
        let protocol = api.known().copied().flatten().or_else(|| known_api(&plan)).map(|api| api.protocol);
        let planned = Arc::new(PlannedMapping { protocol, ..plan });
        MappingFacts { planned, api, has_stage, ..MappingFacts::default() }
    });
    let mut facts = Facts {
        place: session.place(),
        is_one_at_a_time: run.is_one_at_a_time().await,
        mappings: mappings.collect(),
        domain,
        domain_facts,
        has_rules,
        others,
        kind_of_others,
        ..Facts::default()
    };
    if let Some(domain) = &facts.domain {
        let planned: Vec<_> = facts.mappings.iter().map(|mapping| mapping.planned.clone()).collect();
        facts.planned_before = run.note_planned(domain, &planned);
        for mapping in &mut facts.mappings {
            mapping.gone = mapping.planned.key.as_ref().and_then(|key| run.gone(domain, key));
        }
    }
    facts.apis = known_apis(gateway, &facts);
    find_managed(run, phase, &mut facts).await;
    facts
}

/// Looks up what comes out of a write: the kinds of the planned mappings' APIs. Meanwhile
/// lists the domain, because a create begins with that.
pub(super) async fn before_write(
    session: &Session,
    domain: Option<&DomainName>,
    planned: &[PlannedMapping],
) -> Vec<Option<Protocol>> {
    let gateway = &session.gateway;
    let domain = domain.filter(|_| planned.iter().any(|plan| plan.changed.domain));
    let list = async {
        if let Some(domain) = domain {
            drop(gateway.known_mappings(domain).await)
        }
    };
    let kind = async |plan: &PlannedMapping| kind_of(gateway, plan.api_id.as_ref()?.as_str()).await.ok()?;
    tokio::join!(join_all(planned.iter().map(kind)), list).0
}

/// What has been looked up of the APIs on the domain; costs no call.
fn known_apis(gateway: &Gateway, facts: &Facts) -> HashMap<String, ApiFacts> {
    let others = facts.others.known().into_iter().flat_map(Others::iter).map(|other| other.api_id.as_str());
    let here = facts.mappings.iter().map(|mapping| &mapping.planned);
    let planned = facts.planned_before.iter().chain(here);
    let planned = planned.filter_map(|plan| plan.api_id.as_ref()).map(ApiId::as_str);
    others.chain(planned).filter_map(|id| Some((id.to_owned(), gateway.lookups.known_api(id)?))).collect()
}

async fn api_and_stage(gateway: &Gateway, plan: &PlannedMapping) -> (Answer<Option<ApiFacts>>, Answer<bool>) {
    tokio::join!(
        ask(api_to_look_up(plan).map(|api| gateway.lookups.api(api.as_str()))),
        ask(stage_to_look_up(plan).map(|(api, stage)| gateway.lookups.has_stage(api, stage))),
    )
}

async fn ask<T>(question: Option<impl Future<Output = Result<T, CallError>>>) -> Answer<T> {
    match question {
        Some(question) => question.await.map_or_else(Answer::Failed, Answer::Known),
        None => Answer::NotAsked,
    }
}

/// The kind of API also decides which keys and stages it may have.
fn api_to_look_up(plan: &PlannedMapping) -> Option<&ApiId> {
    let changed = plan.changed;
    plan.api_id.as_ref().filter(|_| changed.api || changed.stage || changed.key)
}

fn stage_to_look_up(plan: &PlannedMapping) -> Option<(&ApiId, &StageName)> {
    let changed = plan.changed.api || plan.changed.stage;
    plan.api_id.as_ref().zip(plan.stage.as_ref()).filter(|_| changed)
}

async fn domain_and_rules(
    gateway: &Gateway,
    domain: Option<&DomainName>,
    planned: &[PlannedMapping],
) -> (Answer<Option<DomainFacts>>, Answer<bool>) {
    // What a domain is like also decides which APIs it takes.
    let changes = planned.iter().any(|plan| plan.changed.domain || plan.changed.api);
    let Some(domain) = domain.filter(|_| changes) else { return Default::default() };
    let facts = ask(Some(gateway.lookups.domain(domain))).await;
    let has_rules = facts.known().and_then(Option::as_ref).is_some_and(may_apply_rules_first);
    let has_rules = ask(has_rules.then(|| gateway.lookups.has_routing_rules(domain))).await;
    (facts, has_rules)
}

fn may_apply_rules_first(domain: &DomainFacts) -> bool {
    domain.routing == Routing::RulesThenMappings
}

async fn others_and_their_kind(
    gateway: &Gateway,
    domain: Option<&DomainName>,
    planned: &[PlannedMapping],
) -> (Answer<Others>, Answer<Option<Protocol>>) {
    let Some(domain) = domain.filter(|_| planned.iter().any(depends_on_others)) else {
        return Default::default();
    };
    let others = match gateway.known_mappings(domain).await {
        Ok(all) => Others::than(planned, all),
        Err(error) => return (Answer::Failed(error), Answer::NotAsked),
    };
    let kind = match telling_api(&others, planned, |api| gateway.lookups.known_api(api).is_some()) {
        _ if !planned.iter().any(brings_an_api) => Answer::NotAsked,
        Some(api) => ask(Some(kind_of(gateway, api))).await,
        None => Answer::Known(None),
    };
    (Answer::Known(others), kind)
}

async fn kind_of(gateway: &Gateway, api: &str) -> Result<Option<Protocol>, CallError> {
    Ok(gateway.lookups.api(api).await?.map(|api| api.protocol))
}

fn depends_on_others(plan: &PlannedMapping) -> bool {
    plan.changed.domain || plan.changed.api || plan.changed.key
}

fn brings_an_api(plan: &PlannedMapping) -> bool {
    plan.changed.api && plan.api_id.is_some()
}

/// The API whose kind tells that of all others, because a domain holds either WebSocket
/// APIs or others. One that is looked up anyway costs no call.
fn telling_api<'a>(
    others: &'a Others,
    planned: &[PlannedMapping],
    is_known: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let is_planned = |id: &str| planned.iter().filter_map(api_to_look_up).any(|api| api.as_str() == id);
    let apis = || others.iter().map(|other| other.api_id.as_str()).filter(|id| ApiId::parse(id).is_ok());
    apis().find(|api| is_planned(api) || is_known(api)).or_else(|| apis().min())
}

/// Finds out which mappings that are in the way Terraform manages. It shows what it
/// manages as it comes to it, so one that is not known yet is waited for, where the plan
/// would fail because of it.
async fn find_managed(run: &Run, phase: Phase, facts: &mut Facts) {
    if phase == Phase::Shown && !facts.is_one_at_a_time {
        run.wait_until(|| !is_one_foreign(run, facts)).await;
    }
    facts.managed = others(facts).map(|other| &other.id).filter(|id| run.manages(id)).cloned().collect();
    let holders: Vec<_> = facts.mappings.iter().map(|mapping| holder(run, facts, &mapping.planned)).collect();
    for (mapping, holder) in facts.mappings.iter_mut().zip(holders) {
        mapping.holder = holder.unwrap_or_default();
    }
}

/// Whether a mapping is in the way that Terraform is not known to manage.
fn is_one_foreign(run: &Run, facts: &Facts) -> bool {
    let is_foreign = |other: &Mapping| facts.plan_of(other).is_none() && !run.manages(&other.id);
    let planned = || facts.mappings.iter().map(|mapping| &*mapping.planned);
    planned().any(|plan| holder(run, facts, plan) == Some(Holder::NotManaged))
        || planned().any(|plan| facts.excluded_by(plan).is_some()) && others(facts).any(is_foreign)
}

fn others(facts: &Facts) -> impl Iterator<Item = &Mapping> {
    facts.others.known().into_iter().flat_map(Others::iter)
}

/// What this run knows of the mapping that holds the planned key, if one does.
fn holder(run: &Run, facts: &Facts, planned: &PlannedMapping) -> Option<Holder> {
    let holder = facts.holder_of_key(planned)?;
    let own_key = facts.others.known()?.key_of(planned);
    Some(match facts.plan_of(holder).map(|plan| plan.key.as_ref()) {
        Some(Some(key)) if *key == holder.key => Holder::KeepsKey,
        Some(Some(key)) if Some(key) == own_key => Holder::SwapsKeys,
        Some(_) => Holder::MayReleaseKey,
        None if run.manages(&holder.id) => Holder::MayReleaseKey,
        None if facts.is_one_at_a_time => Holder::Unknown,
        None => Holder::NotManaged,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::planned_mapping::ChangedFields;
    use crate::checks::run::Runs;
    use crate::checks::testing::{mapping, orders, plan, regional};
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
        let runs = Runs::default();
        managed.iter().filter_map(|id| MappingId::from_api(id)).for_each(|id| runs.note_managed(id));
        runs.start()
    }

    fn found(run: &Run, facts: &Facts) -> Option<Holder> {
        holder(run, facts, &facts.mappings[0].planned)
    }

    #[test]
    fn a_holder_that_is_not_known_to_be_managed_is_foreign() {
        assert_eq!(found(&managing(&["m2"]), &wanted(None, Vec::new())), Some(Holder::NotManaged));
    }

    #[test]
    fn one_that_was_not_seen_is_unknown_where_terraform_works_on_one_at_a_time() {
        let one_at_a_time = || Facts { is_one_at_a_time: true, ..wanted(None, Vec::new()) };
        assert_eq!(found(&managing(&[]), &one_at_a_time()), Some(Holder::Unknown));
        assert_eq!(found(&managing(&["m1"]), &one_at_a_time()), Some(Holder::MayReleaseKey));
    }

    #[test]
    fn a_free_key_and_one_that_stays_have_no_holder() {
        assert_eq!(found(&managing(&["m1"]), &orders()), None);
        let mut facts = wanted(None, Vec::new());
        Arc::make_mut(&mut facts.mappings[0].planned).changed.key = false;
        assert_eq!(found(&managing(&["m1"]), &facts), None);
    }

    #[test]
    fn a_managed_holder_may_leave_until_its_plan_keeps_the_key() {
        let run = managing(&["m1"]);
        assert_eq!(found(&run, &wanted(None, Vec::new())), Some(Holder::MayReleaseKey));
        assert_eq!(found(&run, &wanted(None, of_m1("elsewhere"))), Some(Holder::MayReleaseKey));
        assert_eq!(found(&run, &wanted(None, of_m1("orders"))), Some(Holder::KeepsKey));
        let unknown = PlannedMapping { key: None, ..Arc::unwrap_or_clone(of_m1("orders").remove(0)) };
        assert_eq!(found(&run, &wanted(None, vec![Arc::new(unknown)])), Some(Holder::MayReleaseKey));
    }

    #[test]
    fn a_holder_that_takes_our_key_blocks_us_as_we_block_it() {
        let run = managing(&["m1"]);
        assert_eq!(found(&run, &wanted(Some("shop"), of_m1("shop"))), Some(Holder::SwapsKeys));
        assert_eq!(found(&run, &wanted(Some("shop"), of_m1("elsewhere"))), Some(Holder::MayReleaseKey));
    }

    /// The mapping of `orders`, of which only this changes.
    fn changing(changed: ChangedFields) -> PlannedMapping {
        PlannedMapping { changed, ..PlannedMapping::clone(&orders().mappings[0].planned) }
    }

    const DOMAIN: ChangedFields = ChangedFields { domain: true, ..ChangedFields::NONE };
    const KEY: ChangedFields = ChangedFields { key: true, ..ChangedFields::NONE };
    const STAGE: ChangedFields = ChangedFields { stage: true, ..ChangedFields::NONE };
    const API: ChangedFields = ChangedFields { api: true, ..ChangedFields::NONE };

    #[test]
    fn only_what_a_change_depends_on_is_looked_up() {
        let looked_up = |changed| {
            let plan = changing(changed);
            let (api, stage) = (api_to_look_up(&plan), stage_to_look_up(&plan));
            (api.is_some(), stage.is_some(), depends_on_others(&plan), brings_an_api(&plan))
        };
        assert_eq!(looked_up(ChangedFields::NONE), (false, false, false, false));
        assert_eq!(looked_up(DOMAIN), (false, false, true, false));
        assert_eq!(looked_up(API), (true, true, true, true));
        assert_eq!(looked_up(STAGE), (true, true, false, false));
        assert_eq!(looked_up(KEY), (true, false, true, false));
    }

    #[test]
    fn rules_are_looked_up_where_they_come_first() {
        let on = |routing| may_apply_rules_first(&DomainFacts { routing, ..regional() });
        let modes = [Routing::Mappings, Routing::Rules, Routing::RulesThenMappings];
        assert_eq!(modes.map(on), [false, false, true]);
    }

    #[test]
    fn what_is_unknown_is_not_looked_up() {
        let plan = changing(ChangedFields::ALL);
        let without_api = PlannedMapping { api_id: None, ..plan.clone() };
        assert_eq!((api_to_look_up(&without_api), stage_to_look_up(&without_api)), (None, None));
        assert!(!brings_an_api(&without_api));
        let without_stage = PlannedMapping { stage: None, ..plan.clone() };
        assert_eq!(
            (api_to_look_up(&without_stage), stage_to_look_up(&without_stage)),
            (plan.api_id.as_ref(), None)
        );
    }

    #[test]
    fn an_api_that_is_looked_up_anyway_tells_the_kind_of_all() {
        let shops = [mapping("m1", "a", "1shop"), mapping("m2", "b", "2shop")];
        let others = |more: Option<&str>| {
            let more = more.map(|api| mapping("m3", "c", api));
            Others::than(&[], shops.iter().cloned().chain(more).collect())
        };
        let own = [changing(API)];
        assert_eq!(telling_api(&others(None), &own, |_| false), Some("1shop"));
        assert_eq!(telling_api(&others(None), &own, |api| api == "2shop"), Some("2shop"));
        assert_eq!(telling_api(&others(Some("a1b2c3d4")), &own, |_| false), Some("a1b2c3d4"));
        let unasked = [changing(DOMAIN)];
        assert_eq!(telling_api(&others(Some("a1b2c3d4")), &unasked, |_| false), Some("1shop"));
        assert_eq!(telling_api(&Others::default(), &own, |_| true), None);
    }

    /// How long it takes to find out what Terraform manages.
    async fn waited(run: &Run, phase: Phase, facts: &mut Facts) -> u128 {
        let start = tokio::time::Instant::now();
        find_managed(run, phase, facts).await;
        start.elapsed().as_millis()
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_turns_out_to_be_managed_is_waited_for() {
        let (runs, mut facts) = (Runs::default(), wanted(None, Vec::new()));
        let run = runs.start();
        let shows_it = async {
            tokio::time::sleep(std::time::Duration::from_millis(240)).await;
            runs.note_managed(MappingId::from_api("m1").unwrap());
        };
        tokio::join!(find_managed(&run, Phase::Shown, &mut facts), shows_it);
        assert_eq!(facts.mappings[0].holder, Holder::MayReleaseKey);
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_stays_unknown_is_foreign_after_a_moment() {
        let (run, mut facts) = (managing(&[]), wanted(None, Vec::new()));
        assert_eq!(waited(&run, Phase::Shown, &mut facts).await, 250);
        assert_eq!(facts.mappings[0].holder, Holder::NotManaged);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_waited_for_where_it_is_no_error_or_cannot_come() {
        let run = managing(&[]);
        assert_eq!(waited(&run, Phase::Other, &mut wanted(None, Vec::new())).await, 0);
        let mut one_at_a_time = Facts { is_one_at_a_time: true, ..wanted(None, Vec::new()) };
        assert_eq!(waited(&run, Phase::Shown, &mut one_at_a_time).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_mapping_of_another_kind_is_waited_for_until_it_is_managed() {
        for (managed, expected) in [(&["m1"][..], 0), (&[], 250)] {
            let others = Others::than(&[], [mapping("m1", "shop", "5h0p5h0p")].into_iter().collect());
            let kind_of_others = Answer::Known(Some(Protocol::Http));
            let mut beside_http = Facts { others: Answer::Known(others), kind_of_others, ..orders() };
            assert_eq!(waited(&managing(managed), Phase::Shown, &mut beside_http).await, expected);
            assert_eq!(beside_http.managed.len(), managed.len());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_known_is_not_waited_for() {
        for mut facts in [orders(), wanted(None, of_m1("orders"))] {
            assert_eq!(waited(&managing(&[]), Phase::Shown, &mut facts).await, 0);
        }
    }
}
