use local_gateway::{Fault, Operation};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::*;
use crate::api_mappings::changes::Wanted;
use crate::gateway::tests::account::{API, Account, DOMAIN, LONG, domain};
use crate::names::{ApiId, MappingKey, StageName};

/// What a key is mapped to: one of the API's stages.
type Table = std::collections::BTreeMap<String, &'static str>;

const STAGES: [&str; 2] = ["production", "test"];

fn any_table() -> impl Strategy<Value = Table> {
    let key = (0..14_usize).prop_map(|number| format!("k{number}"));
    prop::collection::btree_map(key, prop::sample::select(STAGES.to_vec()), 0..12)
}

/// A way in which one write fails that is over at once.
fn any_fault() -> impl Strategy<Value = fn(Fault) -> Fault> {
    prop::sample::select(vec![
        (|fault| fault) as fn(Fault) -> Fault,
        Fault::deny,
        |fault| fault.status(500),
        |fault| fault.status(500).after_the_work(),
        Fault::throttle,
        |fault| fault.error(400, "BadRequestException", "Not this one"),
        |fault| fault.error(409, "ConflictException", "ApiMapping key already exists for this domain name"),
        |fault| fault.not_json(200).after_the_work(),
        |fault| fault.empty_body(200),
        |fault| fault.body(502, "<html>").after_the_work(),
    ])
}

fn wanted(table: &Table) -> Wanted {
    let target = |stage: &str| (ApiId::parse(API).unwrap(), StageName::parse(stage).unwrap());
    table.iter().map(|(key, stage)| (MappingKey::from_api(key), target(stage))).collect()
}

fn put(account: &Account, table: &Table) {
    account.aws.world(|world| {
        for (key, stage) in table {
            world.put_mapping(DOMAIN, key, API, stage);
        }
    });
}

/// What is on the domain, in the order of the ids.
fn there(account: &Account) -> Mappings {
    let mappings = account.aws.world(|world| world.mappings(DOMAIN));
    let mapping = |found: local_gateway::Mapping| Mapping {
        id: MappingId::from_api(&found.id).unwrap(),
        key: MappingKey::from_api(&found.key),
        api_id: found.api_id,
        stage: found.stage,
    };
    mappings.into_iter().map(mapping).collect()
}

/// Brings the domain to a table, as another process would.
async fn bring(account: &Account, table: &Table) -> Carried {
    let gateway = account.gateway(0);
    let domain = domain(DOMAIN);
    let before = gateway.table(&domain, LONG).await.unwrap().unwrap();
    let changes = Changes::between(&before, &wanted(table), false);
    carry_out(&gateway, &domain, before, &changes, LONG).await
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whichever_write_fails_state_is_what_exists_and_a_second_run_reaches_the_goal(
        from in any_table(), to in any_table(), number in 0..12_u32, make in any_fault(),
    ) {
        Runtime::new().unwrap().block_on(async {
            let account = Account::new();
            put(&account, &from);
            account.aws.inject(make(Fault::on_any_of(&Operation::MAPPING_WRITES).skip(number).once()));
            let carried = bring(&account, &to).await;
            account.aws.clear_faults();
            prop_assert_eq!(&carried.mappings, &there(&account), "{:?}", carried.failed);
            let is_deleted = |change: &&Change| matches!(change, Change::Delete(_));
            let failed_before = carried.failed.iter().any(|(change, _)| !is_deleted(&change));
            let old = from.keys().filter(|key| !to.contains_key(*key));
            let is_there = |key: &String| carried.mappings.at(&MappingKey::from_api(key)).is_some();
            prop_assert!(!failed_before || old.clone().all(is_there), "a path ended before its new place");

            let second = bring(&account, &to).await;
            prop_assert!(second.failed.is_empty() && second.not_begun == 0, "{:?}", second.failed);
            prop_assert_eq!(&second.mappings, &there(&account));
            let goal = Changes::between(&second.mappings, &wanted(&to), false);
            prop_assert_eq!(goal.len(), 0);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_mapping_that_another_made_meanwhile_is_not_claimed() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let domain = domain(DOMAIN);
    let before = gateway.table(&domain, LONG).await.unwrap().unwrap();
    put(&account, &Table::from([("k1".to_owned(), "production")]));
    let table = Table::from([("k1".to_owned(), "test"), ("k2".to_owned(), "test")]);
    let changes = Changes::between(&before, &wanted(&table), false);
    let carried = carry_out(&gateway, &domain, before, &changes, LONG).await;
    let keys: Vec<&str> = carried.mappings.by_key().map(|mapping| mapping.key.as_str()).collect();
    assert_eq!(keys, ["k2"]);
    assert!(matches!(carried.failed[..], [(_, WriteError::KeyTaken { .. })]), "{:?}", carried.failed);
}

#[tokio::test]
async fn what_concerns_all_writes_ends_them() {
    let account = Account::new();
    account.aws.inject(Fault::on(Operation::CreateApiMapping).skip(5).deny());
    let table: Table = (0..100).map(|number| (format!("k{number}"), "test")).collect();
    let carried = bring(&account, &table).await;
    assert_eq!(carried.done, 5);
    assert!(carried.failed.len() <= SIDE_BY_SIDE, "{:?}", carried.failed.len());
    assert_eq!(carried.done + carried.failed.len() + carried.not_begun, 100);
    assert_eq!(carried.mappings, there(&account));
}

#[tokio::test]
async fn an_interrupted_run_begins_nothing_more() {
    let account = Account::new();
    account.interrupt.send_replace(true);
    put(&account, &Table::from([("k1".to_owned(), "test")]));
    let gateway = account.gateway(0);
    let before = there(&account);
    let changes = Changes::between(&before, &wanted(&Table::from([("k1".to_owned(), "production")])), false);
    let carried = carry_out(&gateway, &domain(DOMAIN), before.clone(), &changes, LONG).await;
    assert_eq!((carried.done, carried.failed.len(), carried.not_begun), (0, 0, 1));
    assert_eq!(carried.mappings, before);
}
