//! Reads of one domain share one listing.

use std::time::Duration;

use futures_util::TryStreamExt;
use local_gateway::{Domain, EndpointType, Fault, Operation};

use super::account::{Account, DOMAIN, LONG, are_found, domain, mapping_id, read_all, spec};
use crate::gateway::{Failure, MappingUpdate};

#[tokio::test]
async fn two_hundred_reads_at_once_make_one_listing() {
    let account = Account::new();
    let ids = account.mappings(200);
    let gateway = account.gateway(0);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn a_single_mapping_takes_one_call_or_two_when_it_is_not_on_the_first_page() {
    let account = Account::new();
    let ids = account.mappings(600);
    for (index, calls) in [(120, (0, 1)), (550, (1, 1))] {
        account.aws.clear_calls();
        let one = &ids[index..=index];
        are_found(&read_all(&account.gateway(0), DOMAIN, one).await, one);
        assert_eq!(account.reads(), calls);
    }
}

#[tokio::test]
async fn a_mapping_that_is_read_time_and_again_takes_no_further_call() {
    let account = Account::new();
    let ids = account.mappings(600);
    let gateway = account.gateway(0);
    for _ in 0..3 {
        are_found(&read_all(&gateway, DOMAIN, &ids[550..551]).await, &ids[550..551]);
    }
    assert_eq!(account.reads(), (1, 1));
}

#[tokio::test]
async fn a_mapping_that_does_not_exist_is_absent() {
    let account = Account::new();
    account.mappings(3);
    let gateway = account.gateway(0);
    for _ in 0..2 {
        assert_eq!(read_all(&gateway, DOMAIN, &[mapping_id("none")]).await, [Ok(None)]);
    }
    assert_eq!(account.reads(), (1, 1), "a read confirms what the listing shows");
}

#[tokio::test]
async fn a_listing_goes_no_further_than_it_must() {
    let account = Account::new();
    let ids = account.mappings(1_600);
    let gateway = account.gateway(0);
    are_found(&read_all(&gateway, DOMAIN, &ids[..100]).await, &ids[..100]);
    assert_eq!(account.reads(), (0, 1), "all of them are on the first of four pages");
    are_found(&read_all(&gateway, DOMAIN, &ids[600..700]).await, &ids[600..700]);
    // The first of them is alone when it begins, and is read by its id.
    assert_eq!(account.reads(), (1, 2));
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 4));
}

#[tokio::test]
async fn readers_that_ask_anew_at_once_share_a_listing_and_a_later_one_sees_what_came_between() {
    let account = Account::new();
    let ids = account.mappings(3);
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    let found = futures_util::future::join_all((0..50).map(|_| gateway.table_now(&name, LONG))).await;
    for found in found {
        assert_eq!(found.unwrap().expect("the domain").len(), ids.len());
    }
    assert_eq!(account.reads(), (0, 2), "the first, and one for those that came meanwhile");
    account.aws.world(|world| world.remove_mapping(DOMAIN, ids[0].as_str()));
    assert_eq!(gateway.table_now(&name, LONG).await.unwrap().expect("the domain").len(), ids.len() - 1);
    let missing = domain("missing.example.com");
    assert_eq!(gateway.table_now(&missing, LONG).await, Ok(None));
}

#[tokio::test]
async fn own_writes_are_seen_by_later_reads() {
    let account = Account::new();
    let mut ids = account.mappings(10);
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);

    let created = gateway.create(&name, &spec("new"), LONG).await.expect("a mapping");
    ids.push(created.id.clone());
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);

    let update = MappingUpdate { spec: spec("newer"), new_key: true };
    gateway.update(&name, &created.id, &update, LONG).await.expect("an update");
    let read = read_all(&gateway, DOMAIN, &ids[10..]).await.remove(0).expect("an answer");
    assert!(read.is_some_and(|mapping| mapping.is(&spec("newer"))));
    let known = gateway.known_mappings(&name).await.expect("a listing");
    assert_eq!(known.iter().count(), 11);
    assert!(known.at(&spec("newer").key).is_some() && known.at(&spec("new").key).is_none());

    gateway.delete(&name, &created.id, LONG).await.expect("a delete");
    assert_eq!(read_all(&gateway, DOMAIN, &ids).await[10], Ok(None));
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn after_a_write_that_failed_its_mapping_is_read_again() {
    let account = Account::new();
    let ids = account.mappings(2);
    let gateway = account.gateway(0);
    gateway.known_mappings(&domain(DOMAIN)).await.expect("a listing");
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).deny());
    gateway.delete(&domain(DOMAIN), &ids[0], LONG).await.expect_err("it is denied");
    account.aws.world(|world| world.remove_mapping(DOMAIN, ids[0].as_str()));
    assert_eq!(read_all(&gateway, DOMAIN, &ids[..1]).await, [Ok(None)]);
}

#[tokio::test]
async fn a_page_that_fails_fails_only_its_readers_and_is_fetched_anew() {
    let account = Account::new();
    let ids = account.mappings(200);
    account.pages_of(25);
    account.aws.inject(Fault::on(Operation::GetApiMappings).page(3).once());
    let gateway = account.gateway(0);
    let answers = read_all(&gateway, DOMAIN, &ids).await;
    are_found(&answers[..50], &ids[..50]);
    for answer in &answers[50..] {
        assert!(answer.as_ref().is_err_and(|error| error.contains("HTTP 500")), "{answer:?}");
    }
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
}

#[tokio::test]
async fn a_reader_whose_time_is_up_leaves_the_listing_to_the_others() {
    let account = Account::new();
    let ids = account.mappings(60);
    account.pages_of(25);
    account.aws.inject(Fault::on(Operation::GetApiMappings).page(2).hang().once());
    let gateway = account.gateway(3);
    let name = domain(DOMAIN);
    let hasty = gateway.read(&name, &ids[59], Duration::from_secs(2));
    let (hasty, other) = tokio::join!(hasty, gateway.read(&name, &ids[58], LONG));
    assert!(hasty.is_err_and(|error| matches!(error.failure, Failure::OutOfTime { .. })));
    assert!(other.is_ok_and(|found| found.is_some_and(|mapping| mapping.id == ids[58])));
}

#[tokio::test]
async fn a_service_that_refuses_large_pages_is_asked_for_one_only_once() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.pages_of(25);
    for name in [DOMAIN, "web.example.com"] {
        let ids = account.mappings_on(name, 60);
        are_found(&read_all(&gateway, name, &ids).await, &ids);
    }
    let refused = account.aws.count_where(|call| call.status() == Some(400));
    assert_eq!((account.reads(), refused), ((0, 1 + 3 + 3), 1));
}

#[tokio::test]
async fn a_domain_that_cannot_be_listed_does_not_make_pages_small() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.world(|world| {
        world.put_domain(Domain { endpoint_type: EndpointType::Edge, ..Domain::new("old.example.com") });
    });
    gateway.known_mappings(&domain("old.example.com")).await.expect_err("version 2 refuses it");
    account.aws.clear_calls();
    let ids = account.mappings(200);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn without_permission_to_list_mappings_are_read_one_by_one() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).domain(DOMAIN).deny());
    let ids = account.mappings(20);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (20, 1), "one call finds out that listing is denied");
    let denied = gateway.known_mappings(&domain(DOMAIN)).await.expect_err("it may not be listed");
    assert!(denied.is_denied());
    // Another domain may be listed.
    account.aws.clear_calls();
    let others = account.mappings_on("web.example.com", 20);
    are_found(&read_all(&gateway, "web.example.com", &others).await, &others);
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn a_domain_that_is_gone_has_no_mappings() {
    let account = Account::new();
    let ids = account.mappings(20);
    account.aws.world(|world| world.remove_domain(DOMAIN));
    let answers = read_all(&account.gateway(0), DOMAIN, &ids).await;
    assert!(answers.iter().all(|answer| *answer == Ok(None)), "{answers:?}");
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn a_domain_that_fails_to_list_is_asked_once_for_all_checks() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings));
    for _ in 0..3 {
        gateway.known_mappings(&domain(DOMAIN)).await.expect_err("it fails");
    }
    assert_eq!(account.reads(), (0, 1));
}

#[tokio::test]
async fn listings_are_given_page_by_page() {
    let account = Account::new();
    let ids = account.mappings(60);
    account.pages_of(25);
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    let mut pages = gateway.mappings(&name);
    let mut listed = Vec::new();
    while let Some(page) = pages.try_next().await.expect("a page") {
        listed.push(page.len());
    }
    assert_eq!(listed, [25, 25, 10]);
    assert_eq!(ids.len(), 60);
    let mut domains = gateway.domain_names();
    let mut names = Vec::new();
    while let Some(page) = domains.try_next().await.expect("a page") {
        names.extend(page);
    }
    assert!(names.contains(&name), "{names:?}");
    assert!(domains.try_next().await.expect("an end").is_none());
}
