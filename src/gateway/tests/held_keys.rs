//! Writes whose keys are held by mappings that other writes change.

use std::time::Duration;

use futures_util::future::{join, join_all};
use local_gateway::{Fault, Operation};

use super::account::{Account, DOMAIN, LONG, domain, mapping_id, spec};
use crate::gateway::{Failure, Gateway, Mapping, MappingUpdate, WriteError};
use crate::names::MappingId;

/// Makes `key0`, `key1` and so on; gives back their ids in this order.
fn keys(account: &Account, count: usize) -> Vec<MappingId> {
    account.mappings(count);
    let ids = account.aws.world(|world| {
        let with_key =
            |n| world.domain(DOMAIN)?.mappings.with_key(&format!("key{n}")).map(|found| found.id.clone());
        (0..count).filter_map(with_key).collect::<Vec<_>>()
    });
    ids.iter().map(|id| mapping_id(id)).collect()
}

/// Gives the mapping this key.
async fn rename(gateway: &Gateway, id: &MappingId, key: &str) -> Result<Mapping, WriteError> {
    let update = MappingUpdate { spec: spec(key), new_key: true };
    gateway.update(&domain(DOMAIN), id, &update, LONG).await
}

/// Gives each mapping but the last the key of the next one, and deletes the last, all at the
/// same time.
async fn shift(gateway: &Gateway, ids: &[MappingId]) -> Vec<Result<Mapping, WriteError>> {
    let (last, others) = ids.split_last().expect("mappings");
    let updates = others
        .iter()
        .enumerate()
        .map(|(number, id)| async move { rename(gateway, id, &format!("key{}", number + 1)).await });
    let name = domain(DOMAIN);
    let (updated, deleted) = join(join_all(updates), gateway.delete(&name, last, LONG)).await;
    deleted.expect("a delete");
    updated
}

/// Each call takes long enough for all writes to have begun before the first one waits.
fn slowly(account: &Account) {
    account.aws.inject(Fault::on_api_gateway().delay(Duration::from_millis(60)));
}

#[tokio::test]
async fn keys_that_shift_are_all_passed_on() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 10);
    slowly(&account);
    for (number, updated) in shift(&gateway, &ids).await.into_iter().enumerate() {
        assert_eq!(updated.expect("a mapping").key.as_str(), format!("key{}", number + 1));
    }
    assert_eq!((account.ids().len(), gateway.writes_done(&domain(DOMAIN))), (9, 10));
    // Each is tried when its key is free, and at most once before.
    let updates = account.aws.count(Operation::UpdateApiMapping);
    assert!((9..=18).contains(&updates), "{updates}");
}

#[tokio::test]
async fn a_create_waits_for_its_key_as_well() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 2);
    slowly(&account);
    let name = domain(DOMAIN);
    let key1 = spec("key1");
    let (moved, (created, deleted)) = tokio::join!(
        rename(&gateway, &ids[0], "key5"),
        join(gateway.create(&name, &key1, LONG), gateway.delete(&name, &ids[1], LONG)),
    );
    assert_eq!((moved.expect("a mapping").key.as_str(), deleted), ("key5", Ok(())));
    assert_eq!(created.expect("a mapping").key.as_str(), "key1");
}

#[tokio::test]
async fn of_two_that_exchange_their_keys_both_end() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 2);
    slowly(&account);
    let (one, other) = tokio::join!(rename(&gateway, &ids[0], "key1"), rename(&gateway, &ids[1], "key0"));
    assert!(matches!(one, Err(WriteError::KeyTaken { holder, .. }) if holder.id == ids[1]));
    assert!(matches!(other, Err(WriteError::KeyTaken { holder, .. }) if holder.id == ids[0]));
    // The first has kept its key, so the second is not tried again.
    assert_eq!(account.aws.count(Operation::UpdateApiMapping), 2);
    assert_eq!(gateway.writes_done(&domain(DOMAIN)), 0);
}

/// Waits until so many calls have been made.
async fn called(account: &Account, is_enough: impl Fn(&Account) -> bool) {
    while !is_enough(account) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn writes_of_another_domain_or_another_process_are_not_waited_for() {
    const OTHER: &str = "other.example.com";
    let account = Account::new();
    account.aws.world(|world| world.put_domain(local_gateway::Domain::new(OTHER)));
    let ids = keys(&account, 2);
    let elsewhere = account.mappings_on(OTHER, 1);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).hang());
    let (gateway, process) = (account.gateway(0), account.gateway(0));
    let (name, other) = (domain(DOMAIN), domain(OTHER));
    let taken = async {
        called(&account, |account| account.aws.count(Operation::DeleteApiMapping) == 2).await;
        rename(&gateway, &ids[0], "key1").await
    };
    tokio::select! {
        _ = join(process.delete(&name, &ids[1], LONG), gateway.delete(&other, &elsewhere[0], LONG)) => {
            panic!("they hang")
        }
        taken = taken => assert!(matches!(taken, Err(WriteError::KeyTaken { .. })), "{taken:?}"),
    }
}

#[tokio::test]
async fn an_interruption_ends_a_wait_at_once() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 3);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).delay(Duration::from_secs(3)));
    let name = domain(DOMAIN);
    let renamed = async {
        let interrupt = async {
            // The update, its two look-ups, and the delete.
            called(&account, |account| account.aws.calls().len() == 4).await;
            account.interrupt.send_replace(true);
        };
        let (renamed, ()) = join(rename(&gateway, &ids[0], "key1"), interrupt).await;
        assert_eq!(account.ids().len(), 3, "the delete is still under way");
        renamed
    };
    let (deleted, renamed) = join(gateway.delete(&name, &ids[2], LONG), renamed).await;
    let Err(WriteError::Failed(error)) = renamed else { panic!("{renamed:?}") };
    assert_eq!((error.failure, deleted), (Failure::Interrupted, Ok(())));
    assert_eq!(account.aws.count(Operation::UpdateApiMapping), 1);
}

#[tokio::test]
async fn nothing_is_sent_during_a_wait_which_the_time_limit_ends() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 3);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).delay(Duration::from_secs(4)));
    let name = domain(DOMAIN);
    let update = MappingUpdate { spec: spec("key1"), new_key: true };
    let limited = gateway.update(&name, &ids[0], &update, Duration::from_secs(2));
    let (deleted, limited) = join(gateway.delete(&name, &ids[2], LONG), limited).await;
    assert!(matches!(limited, Err(WriteError::KeyTaken { holder, .. }) if holder.id == ids[1]));
    assert_eq!(deleted, Ok(()));
    assert_eq!(account.aws.calls().len(), 4, "the delete, the update and its two look-ups");
}

#[tokio::test]
async fn a_write_that_is_dropped_is_not_waited_for() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = keys(&account, 2);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).hang());
    let name = domain(DOMAIN);
    let dropped = tokio::time::timeout(Duration::from_secs(2), gateway.delete(&name, &ids[1], LONG));
    let (renamed, dropped) = join(rename(&gateway, &ids[0], "key1"), dropped).await;
    assert!(dropped.is_err());
    assert!(matches!(renamed, Err(WriteError::KeyTaken { .. })), "{renamed:?}");
    assert_eq!(account.aws.count(Operation::UpdateApiMapping), 2, "the delete may have been done");
}
