//! However many mappings are asked for, in whatever order and by however many readers
//! at once: the answers are right, and the calls are few.

use std::collections::HashSet;

use local_gateway::Domain;
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Handle;

use super::account::{Account, DOMAIN, mapping_id, read_all};
use crate::names::MappingId;

#[derive(Debug)]
struct Asked {
    mappings: usize,
    page: usize,
    /// Groups that ask one after the other; the reads of a group go out at once. One
    /// beyond the mappings is a mapping that does not exist.
    groups: Vec<Vec<Index>>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let sizes = (1_usize..150, 5_usize..40);
    let few = vec(vec(proptest::arbitrary::any::<Index>(), 1..4), 1..4);
    let many = vec(vec(proptest::arbitrary::any::<Index>(), 1..60), 1..5);
    let groups = proptest::prop_oneof![few, many];
    (sizes, groups).prop_map(|((mappings, page), groups)| Asked { mappings, page, groups })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_reads_of_a_domain_take_at_most_one_call_more_than_it_has_pages() {
    let account = Account::new();
    let runtime = Handle::current();
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    let outcome = tokio::task::spawn_blocking(move || {
        TestRunner::new(config).run(&asked(), |asked| runtime.block_on(is_cheap(&account, &asked)))
    });
    outcome.await.expect("no panic").unwrap_or_else(|counterexample| panic!("{counterexample}"));
}

async fn is_cheap(account: &Account, asked: &Asked) -> Result<(), TestCaseError> {
    account.aws.world(|world| world.put_domain(Domain::new(DOMAIN)));
    account.aws.clear_calls();
    account.pages_of(asked.page);
    let mut ids = account.mappings(asked.mappings);
    ids.push(mapping_id("none"));
    let gateway = account.gateway(0);
    let mut distinct: HashSet<MappingId> = HashSet::new();
    for group in &asked.groups {
        let group: Vec<_> = group.iter().map(|index| index.get(&ids).clone()).collect();
        for (id, answer) in group.iter().zip(&read_all(&gateway, DOMAIN, &group).await) {
            let found = answer.as_ref().map_err(|error| TestCaseError::fail(error.clone()))?;
            let exists = id.as_str() != "none";
            proptest::prop_assert_eq!(found.as_ref().map(|mapping| &mapping.id), exists.then_some(id));
        }
        distinct.extend(group);
    }
    let pages = asked.mappings.div_ceil(asked.page).max(1);
    // Each of these endpoints refuses a large page, which is asked for once.
    let refused = account.aws.count_where(|call| call.status() == Some(400));
    let (by_id, listed) = account.reads();
    let calls = by_id + listed - refused;
    // Each reader of the one that does not exist confirms that by a read of its own.
    let asked_for = asked.groups.iter().flatten().map(|index| index.get(&ids));
    let confirmed = asked_for.filter(|id| id.as_str() == "none").count();
    proptest::prop_assert!(refused <= 1 && by_id <= 1 + confirmed);
    proptest::prop_assert!(calls <= pages + 1 + confirmed, "{} calls for {} pages", calls, pages);
    if distinct.len() == 1 && asked.groups.iter().all(|group| group.len() == 1) {
        proptest::prop_assert!(calls <= 2, "{} calls for one mapping", calls);
    }
    Ok(())
}
