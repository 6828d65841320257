//! However many mappings are asked for, in whatever order and by however many at
//! once: the answers are right, and the calls are few.

use std::collections::HashSet;

use local_gateway::Domain;
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Handle;

use super::gateway::{Account, DOMAIN, calls, mapping_id, read_all_with};
use apigatewayv2::gateway::Company;
use apigatewayv2::names::MappingId;

calls! { CALLS:
    whatever_is_asked_for_takes_no_more_calls_than_pages_and_two,
}

/// Who asks for what.
#[derive(Debug)]
struct Asked {
    mappings: usize,
    page: usize,
    /// Groups that ask one after the other; the reads of a group go out at once. One
    /// beyond the mappings is a mapping that does not exist.
    groups: Vec<Vec<Index>>,
    /// Whether they were planned together before.
    in_company: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let small = (1_usize..150, 5_usize..40);
    let few = vec(vec(proptest::arbitrary::any::<Index>(), 1..4), 1..4);
    let many = vec(vec(proptest::arbitrary::any::<Index>(), 1..60), 1..5);
    let groups = proptest::prop_oneof![few, many];
    (small, groups, proptest::bool::ANY).prop_map(|((mappings, page), groups, in_company)| Asked {
        mappings,
        page,
        groups,
        in_company,
    })
}

async fn whatever_is_asked_for_takes_no_more_calls_than_pages_and_two(account: Account) {
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
    ids.push(mapping_id("nobody"));
    let gateway = account.gateway(0);
    let company = if asked.in_company { Company::Expected } else { Company::Unknown };
    let mut distinct: HashSet<MappingId> = HashSet::new();
    for group in &asked.groups {
        let group: Vec<_> = group.iter().map(|index| index.get(&ids).clone()).collect();
        let answers = read_all_with(company, &gateway, DOMAIN, &group).await;
        for (id, answer) in group.iter().zip(&answers) {
            let found = answer.as_ref().map_err(|error| TestCaseError::fail(error.clone()))?;
            let is_there = id.as_str() != "nobody";
            proptest::prop_assert_eq!(found.as_ref().map(|mapping| &mapping.id), is_there.then_some(id));
        }
        distinct.extend(group);
    }
    let (asked_for, pages) = (distinct.len(), asked.mappings.div_ceil(asked.page).max(1));
    // Every one of these endpoints refuses a large page, which is asked for once.
    let refused = account.aws.count_where(|call| call.status() == Some(400));
    let (single, listed) = account.reads();
    let calls = single + listed;
    if asked_for == 1 && !asked.in_company {
        proptest::prop_assert_eq!((calls, refused), (1, 0));
        return Ok(());
    }
    proptest::prop_assert!(refused <= 1);
    proptest::prop_assert!(calls - refused <= pages + 1, "{} calls for {} pages", calls, pages);
    if pages <= asked_for + 1 {
        let limit = asked_for.min(pages) + 2;
        proptest::prop_assert!(calls - refused <= limit, "{} calls, and {} would do", calls, limit);
    }
    Ok(())
}
