//! Which mappings that are in the way of a plan Terraform manages, and so may move.

use std::collections::HashMap;

use super::facts::{Facts, Holder, Others};
use super::new_calls::Waited;
use super::planned_mapping::PlannedMapping;
use super::run::Run;
use crate::gateway::Mapping;
use crate::names::MappingKey;

/// Finds out which mappings that are in the way Terraform manages. It shows what it
/// manages as it comes to it, so one that is not known yet is waited for. What is found depends
/// on it, and not its severity alone, so the provider block makes no difference.
pub(super) async fn find(run: &Run, facts: &mut Facts) {
    if !facts.cannot_tell {
        let is_seen = || !is_one_holder_foreign(run, facts) && !is_one_in_the_way_foreign(run, facts);
        facts.cannot_tell = run.wait_until(is_seen).await == Waited::NoPlaceLeft;
    }
    facts.managed = others(facts).map(|other| &other.id).filter(|id| run.manages(id)).cloned().collect();
    let holders: Vec<_> = facts.mappings.iter().map(|mapping| holder(run, facts, &mapping.planned)).collect();
    for (mapping, holder) in facts.mappings.iter_mut().zip(holders) {
        mapping.holder = holder.unwrap_or_default();
    }
}

/// Whether a planned key is held by a mapping that Terraform is not known to manage.
fn is_one_holder_foreign(run: &Run, facts: &Facts) -> bool {
    let mut holders = facts.mappings.iter().filter_map(|mapping| facts.holder_of_key(&mapping.planned));
    holders.any(|holder| is_foreign(run, facts, holder))
}

/// Whether the same is so of a mapping whose kind of API excludes a planned one.
fn is_one_in_the_way_foreign(run: &Run, facts: &Facts) -> bool {
    facts.mappings.iter().any(|mapping| facts.excluded_by(&mapping.planned).is_some())
        && others(facts).any(|other| is_foreign(run, facts, other))
}

fn is_foreign(run: &Run, facts: &Facts, other: &Mapping) -> bool {
    facts.plan_of(other).is_none() && !run.manages(&other.id)
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
        Some(Some(key)) if own_key.is_some_and(|own| leads_to(facts, key, own)) => Holder::SwapsKeys,
        Some(_) => Holder::MayReleaseKey,
        None if run.manages(&holder.id) => Holder::MayReleaseKey,
        None if facts.cannot_tell => Holder::Unknown,
        None => Holder::NotManaged,
    })
}

/// Whether the mapping at `key` is planned to get `own`, or the key of one that is, and so on.
fn leads_to(facts: &Facts, key: &MappingKey, own: &MappingKey) -> bool {
    let planned: HashMap<_, _> = facts.planned_before.iter().map(|plan| (plan.id.as_ref(), plan)).collect();
    let next = |key: &&MappingKey| {
        let holder = facts.others.known()?.at(key)?;
        planned.get(&Some(&holder.id))?.key.as_ref()
    };
    std::iter::successors(Some(key), next).take(planned.len() + 1).any(|key| key == own)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::run::Runs;
    use crate::checks::testing::{mapping, orders, plan};
    use crate::gateway::Protocol;
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
    fn one_that_was_not_seen_is_unknown_where_it_cannot_be_waited_for() {
        let facts = Facts { cannot_tell: true, ..wanted(None, Vec::new()) };
        assert_eq!(found(&managing(&[]), &facts), Some(Holder::Unknown));
        assert_eq!(found(&managing(&["m1"]), &facts), Some(Holder::MayReleaseKey));
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

    #[test]
    fn keys_may_go_round_over_several_mappings() {
        let run = managing(&["m1", "m2"]);
        let m2 = |at| plan(Some("m2"), at, "5h0p5h0p", Protocol::WebSocket);
        let through_m2 = |at| [of_m1("blog"), vec![m2(at)]].concat();
        assert_eq!(found(&run, &wanted(Some("shop"), through_m2("shop"))), Some(Holder::SwapsKeys));
        assert_eq!(found(&run, &wanted(Some("shop"), through_m2("elsewhere"))), Some(Holder::MayReleaseKey));
        // Two others that exchange theirs.
        assert_eq!(found(&run, &wanted(Some("shop"), through_m2("orders"))), Some(Holder::MayReleaseKey));
    }

    /// How long it takes to find out what Terraform manages.
    async fn waited(run: &Run, facts: &mut Facts) -> u128 {
        let start = tokio::time::Instant::now();
        find(run, facts).await;
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
        tokio::join!(find(&run, &mut facts), shows_it);
        assert_eq!(facts.mappings[0].holder, Holder::MayReleaseKey);
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_stays_unknown_is_foreign_after_a_moment() {
        let (run, mut facts) = (managing(&[]), wanted(None, Vec::new()));
        assert_eq!(waited(&run, &mut facts).await, 3_000);
        assert_eq!(facts.mappings[0].holder, Holder::NotManaged);
    }

    #[tokio::test(start_paused = true)]
    async fn when_every_place_waits_the_first_goes_on_without_knowing() {
        let run = managing(&[]);
        let mut all: Vec<Facts> = (0..10).map(|_| wanted(None, Vec::new())).collect();
        let finds = all.iter_mut().map(|facts| find(&run, facts));
        futures_util::future::join_all(finds).await;
        let holders: Vec<Holder> = all.iter().map(|facts| facts.mappings[0].holder).collect();
        assert_eq!(holders, [vec![Holder::Unknown], vec![Holder::NotManaged; 9]].concat());
        assert_eq!(all.iter().filter(|facts| facts.cannot_tell).count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_waited_for_where_it_cannot_come() {
        let mut one_at_a_time = Facts { cannot_tell: true, ..wanted(None, Vec::new()) };
        assert_eq!(waited(&managing(&[]), &mut one_at_a_time).await, 0);
        assert_eq!(one_at_a_time.mappings[0].holder, Holder::Unknown);
    }

    #[tokio::test(start_paused = true)]
    async fn a_mapping_of_another_kind_is_waited_for_until_it_is_managed() {
        for (managed, expected) in [(&["m1"][..], 0), (&[], 3_000)] {
            let others = Others::than(&[], [mapping("m1", "shop", "5h0p5h0p")].into_iter().collect());
            let kind_of_others = Answer::Known(Some(Protocol::Http));
            let mut beside_http = Facts { others: Answer::Known(others), kind_of_others, ..orders() };
            assert_eq!(waited(&managing(managed), &mut beside_http).await, expected);
            assert_eq!(beside_http.managed.len(), managed.len());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_and_a_mapping_of_another_kind_are_waited_for_together() {
        let kind_of_others = Answer::Known(Some(Protocol::Http));
        let mut facts = Facts { kind_of_others, ..wanted(None, Vec::new()) };
        assert_eq!(waited(&managing(&[]), &mut facts).await, 3_000);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_known_is_not_waited_for() {
        for mut facts in [orders(), wanted(None, of_m1("orders"))] {
            assert_eq!(waited(&managing(&[]), &mut facts).await, 0);
        }
    }
}
