//! Looks up the facts, each once a run and only for what the plan changes.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::{StreamExt, stream};

use super::facts::{Answer, Facts, MappingFacts, Others};
use super::managed;
use super::planned_mapping::PlannedMapping;
use super::run::Run;
use crate::gateway::{ApiFacts, CallError, DomainFacts, Gateway, Mappings, Protocol, Routing};
use crate::names::{ApiId, DomainName, StageName};
use crate::provider::RegionalSession;

/// How many mappings of a table are looked up at a time. The time of a look-up counts from its
/// start, and so many end within it at the pace of the quota.
const AT_ONCE: usize = 100;

/// What a mapping names.
type ApiAndStage = (Answer<Option<ApiFacts>>, Answer<bool>);

/// Looks up what the planned mappings of one domain refer to, all at the same time.
/// What is unknown is not looked up, and nothing is where no finding is reported that needs it.
/// `staying` is all that a table will have at the keys that its domain has already, `None` for a
/// mapping by itself, which may be one of many.
pub(super) async fn look_up(
    session: &RegionalSession,
    run: &Run,
    domain: Option<DomainName>,
    planned: Vec<PlannedMapping>,
    staying: Option<Mappings>,
) -> Facts {
    let gateway = &session.gateway;
    let (apis_and_stages, (domain_facts, has_rules), (others, kind_of_others)) =
        if session.severities().look_up() {
            let (apis_and_stages, domain_and_rules, others_and_their_kind, _) = tokio::join!(
                apis_and_stages(gateway, &planned),
                domain_and_rules(gateway, domain.as_ref(), &planned),
                others_and_their_kind(gateway, domain.as_ref(), &planned, staying.as_ref()),
                // The place is named with its account.
                session.account(),
            );
            (apis_and_stages, domain_and_rules, others_and_their_kind)
        } else {
            (planned.iter().map(|_| Default::default()).collect(), Default::default(), Default::default())
        };
    // The kind of an API that stays may be known from another mapping.
    let known_api = |plan: &PlannedMapping| gateway.lookups.known_api(plan.api_id.as_ref()?.as_str());
    let mappings = planned.into_iter().zip(apis_and_stages).map(|(plan, (api, has_stage))| {
        let protocol = api.known().copied().flatten().or_else(|| known_api(&plan)).map(|api| api.protocol);
        let planned = Arc::new(PlannedMapping { protocol, ..plan });
        MappingFacts { planned, api, has_stage, ..MappingFacts::default() }
    });
    let mut facts = Facts {
        place: session.place(),
        named_region: session.named_region().cloned(),
        cannot_tell: run.places().await == 1,
        mappings: mappings.collect(),
        domain,
        domain_facts,
        has_rules,
        others,
        kind_of_others,
        ..Facts::default()
    };
    if staying.is_some() {
        // A table has its domain for itself: no other plan and no holder of a key matters.
        facts.cannot_tell = false;
        facts.apis = known_apis(gateway, &facts);
        return facts;
    }
    if let Some(domain) = &facts.domain {
        let planned: Vec<_> = facts.mappings.iter().map(|mapping| mapping.planned.clone()).collect();
        facts.planned_before = run.note_planned(session.region(), domain, &planned);
        for mapping in &mut facts.mappings {
            mapping.gone =
                mapping.planned.key.as_ref().and_then(|key| run.gone(session.region(), domain, key));
        }
    }
    facts.apis = known_apis(gateway, &facts);
    managed::find(run, &mut facts).await;
    facts
}

/// What has been looked up of the APIs on the domain; costs no call.
fn known_apis(gateway: &Gateway, facts: &Facts) -> HashMap<String, ApiFacts> {
    let others = facts.others.known().into_iter().flat_map(Others::iter).map(|other| other.api_id.as_str());
    let here = facts.mappings.iter().map(|mapping| &mapping.planned);
    let planned = facts.planned_before.iter().chain(here);
    let planned = planned.filter_map(|plan| plan.api_id.as_ref()).map(ApiId::as_str);
    others.chain(planned).filter_map(|id| Some((id.to_owned(), gateway.lookups.known_api(id)?))).collect()
}

/// Those of each mapping, in the order of the mappings.
async fn apis_and_stages(gateway: &Gateway, planned: &[PlannedMapping]) -> Vec<ApiAndStage> {
    // Collected first: of a closure that a stream calls later, the compiler cannot tell that its
    // futures are `Send`.
    let answers = planned.iter().map(|plan| api_and_stage(gateway, plan)).collect::<Vec<_>>();
    stream::iter(answers).buffered(AT_ONCE).collect().await
}

async fn api_and_stage(gateway: &Gateway, plan: &PlannedMapping) -> ApiAndStage {
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
    staying: Option<&Mappings>,
) -> (Answer<Others>, Answer<Option<Protocol>>) {
    let Some(domain) = domain.filter(|_| planned.iter().any(depends_on_others)) else {
        return Default::default();
    };
    let all = match staying {
        Some(staying) => Ok(staying.clone()),
        None => gateway.known_mappings(domain).await,
    };
    let others = match all {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::planned_mapping::ChangedFields;
    use crate::checks::testing::{mapping, orders, regional};

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
}
