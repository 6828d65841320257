use local_gateway::{Fault, Operation};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::*;
use crate::api_mappings::changes::{Step, Wanted};
use crate::gateway::tests::account::{API, Account, DOMAIN, LONG, domain};
use crate::names::{ApiId, MappingKey, StageName};

/// What a key is mapped to: one of the API's stages.
type Table = std::collections::BTreeMap<String, &'static str>;

const STAGES: [&str; 2] = ["production", "test"];

/// An HTTP API, which does not share a domain with the other one, a WebSocket API.
const HTTP: &str = "e5f6g7h8";

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
        Fault::lose_answer,
        Fault::reset,
        Fault::cut_answer,
    ])
}

/// At most three keys with several levels, beside so many others that the domain has room for
/// three.
fn any_crowded_table() -> impl Strategy<Value = Table> {
    let key = (0..6_usize).prop_map(|number| format!("l/{number}"));
    let table = prop::collection::btree_map(key, prop::sample::select(STAGES.to_vec()), 0..=3);
    table.prop_map(|table| (0..197).map(|number| (format!("crowd/{number}"), "test")).chain(table).collect())
}

fn wanted_of(api: &str, table: &Table) -> Wanted {
    let target = |stage: &str| (ApiId::parse(api).unwrap(), StageName::parse(stage).unwrap());
    table.iter().map(|(key, stage)| (MappingKey::from_api(key), target(stage))).collect()
}

fn wanted(table: &Table) -> Wanted {
    wanted_of(API, table)
}

fn put_of(account: &Account, api: &str, table: &Table) {
    account.aws.world(|world| {
        world.api_mut(api).unwrap().stages.extend(STAGES.map(str::to_owned));
        for (key, stage) in table {
            world.put_mapping(DOMAIN, key, api, stage);
        }
    });
}

fn put(account: &Account, table: &Table) {
    put_of(account, API, table);
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

/// Brings the domain to a table of this API, as another process would; the changes, and how they
/// ended.
async fn bring_to(account: &Account, api: &str, table: &Table) -> (Changes, Carried) {
    let gateway = account.gateway(0);
    let domain = domain(DOMAIN);
    let before = gateway.table(&domain, LONG).await.unwrap().unwrap();
    let kind_changes = !table.is_empty() && before.iter().any(|mapping| mapping.api_id != api);
    let changes = Changes::between(&before, &wanted_of(api, table), kind_changes);
    let carried = carry_out(&gateway, &domain, before, &changes, Instant::now() + LONG).await;
    (changes, carried)
}

async fn bring(account: &Account, table: &Table) -> Carried {
    bring_to(account, API, table).await.1
}

/// A change in which one write fails, and the same once more.
#[derive(Debug)]
struct Trial {
    from: (&'static str, Table),
    to: (&'static str, Table),
    number: u32,
    make: fn(Fault) -> Fault,
}

impl Trial {
    async fn ends_well(self) -> Result<(), TestCaseError> {
        let Self { from, to, number, make } = self;
        let account = Account::new();
        put_of(&account, to.0, &Table::new());
        put_of(&account, from.0, &from.1);
        account.aws.inject(make(Fault::on_any_of(&Operation::MAPPING_WRITES).skip(number).once()));
        let before = there(&account);
        let (changes, carried) = bring_to(&account, to.0, &to.1).await;
        account.aws.clear_faults();
        prop_assert_eq!(&carried.mappings, &there(&account), "{:?}", carried.failed);
        let has_failed = |step: &Step| carried.failed.iter().any(|(change, _)| step.contains(change));
        let is_there = |change: &Change| match change {
            Change::Delete(mapping) => carried.mappings.get(&mapping.id).is_some(),
            Change::Create(_) | Change::Update(..) => false,
        };
        if [&changes.deleted_first, &changes.created, &changes.updated].into_iter().any(has_failed) {
            prop_assert!(changes.deleted.iter().all(is_there), "a path ended before its new place");
        }
        if has_failed(&changes.deleted_first) {
            let is_old = |mapping: &Mapping| before.get(&mapping.id).is_some();
            prop_assert!(carried.mappings.iter().all(is_old), "made beside what is in its way");
        }

        let (_, second) = bring_to(&account, to.0, &to.1).await;
        prop_assert!(second.is_all_done(), "{:?}", second.failed);
        prop_assert_eq!(&second.mappings, &there(&account));
        prop_assert_eq!(Changes::between(&second.mappings, &wanted_of(to.0, &to.1), false).len(), 0);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whichever_write_fails_state_is_what_exists_and_a_second_run_reaches_the_goal(
        from in any_table(), to in any_table(), number in 0..12_u32, make in any_fault(),
        from_api in prop::sample::select(vec![API, HTTP]), to_api in prop::sample::select(vec![API, HTTP]),
    ) {
        let trial = Trial { from: (from_api, from), to: (to_api, to), number, make };
        Runtime::new().unwrap().block_on(trial.ends_well())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn so_it_is_where_old_keys_make_room_for_new_ones(
        from in any_crowded_table(), to in any_crowded_table(), number in 0..6_u32, make in any_fault(),
    ) {
        let trial = Trial { from: (HTTP, from), to: (HTTP, to), number, make };
        Runtime::new().unwrap().block_on(trial.ends_well())?;
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
    let carried = carry_out(&gateway, &domain, before, &changes, Instant::now() + LONG).await;
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
    let carried = carry_out(&gateway, &domain(DOMAIN), before.clone(), &changes, Instant::now() + LONG).await;
    assert_eq!((carried.done, carried.failed.len(), carried.not_begun), (0, 0, 1));
    assert_eq!(carried.mappings, before);
}

#[tokio::test]
async fn what_is_refused_time_and_again_is_not_tried_for_every_key() {
    let account = Account::new();
    let refusal =
        Fault::on(Operation::CreateApiMapping).error(400, "BadRequestException", "Not on this domain");
    account.aws.inject(refusal);
    let table: Table = (0..200).map(|number| (format!("k{number}"), "test")).collect();
    let carried = bring(&account, &table).await;
    assert_eq!((carried.done, carried.failed.len() + carried.not_begun), (0, 200));
    assert!((MOST_REFUSALS..MOST_REFUSALS + SIDE_BY_SIDE).contains(&carried.failed.len()), "{carried:?}");
    // One that succeeds shows that it is the others that are wrong.
    account.aws.clear_faults();
    account.aws.inject(Fault::on(Operation::CreateApiMapping).skip(1).error(
        400,
        "BadRequestException",
        "No",
    ));
    let carried = bring(&account, &table).await;
    assert_eq!((carried.done, carried.failed.len(), carried.not_begun), (1, 199, 0));
}

#[tokio::test]
async fn a_delete_of_which_nothing_was_found_out_is_looked_for_in_the_listing() {
    let account = Account::new();
    put(&account, &Table::from([("k1".to_owned(), "test"), ("k2".to_owned(), "test")]));
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).status(500).after_the_work());
    account.aws.inject(Fault::on(Operation::GetApiMapping).deny());
    let carried = bring(&account, &Table::new()).await;
    assert_eq!(there(&account), Mappings::default());
    assert_eq!(carried.mappings, there(&account), "{:?}", carried.failed);
}

#[tokio::test]
async fn nothing_is_begun_once_the_time_is_up() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let before = there(&account);
    let changes = Changes::between(&before, &wanted(&Table::from([("k1".to_owned(), "test")])), false);
    let carried = carry_out(&gateway, &domain(DOMAIN), before, &changes, Instant::now()).await;
    assert_eq!((carried.done, carried.failed.len(), carried.not_begun), (0, 0, 1));
    assert!(carried.is_out_of_time);
    assert_eq!(there(&account), Mappings::default());
}
