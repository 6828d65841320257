//! Reads of one domain share one listing.

use std::time::Duration;

use apigatewayv2::gateway::{CallError, Change, Company, RefusalKind};
use local_gateway::{Domain, EndpointType, Fault, Operation};

use super::gateway::{
    API, Account, DOMAIN, PATIENT, are_found, calls, domain, read_all, read_all_with, wanted,
};

calls! { CALLS:
    two_hundred_reads_at_once_make_one_listing,
    a_single_mapping_on_a_domain_of_two_hundred_takes_one_call,
    a_mapping_that_is_asked_for_time_and_again_takes_one_call,
    whoever_expects_company_begins_with_the_listing,
    whoever_expected_company_and_is_alone_fetches_one_page,
    a_listing_goes_no_further_than_it_must,
    our_own_writes_drop_the_listing,
    a_page_that_fails_fails_only_those_who_need_it_and_is_fetched_anew,
    whoever_gives_up_waiting_leaves_the_listing_to_the_others,
    a_service_that_refuses_large_pages_is_asked_for_one_only_once,
    a_domain_that_cannot_be_listed_does_not_make_pages_small,
    without_permission_to_list_mappings_are_read_one_by_one,
    a_domain_that_is_gone_has_no_mappings,
}

async fn two_hundred_reads_at_once_make_one_listing(account: Account) {
    let ids = account.mappings(200);
    let gateway = account.gateway(0);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 1));
    // And for those who come later, nothing is left to be asked.
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 1));
}

async fn a_single_mapping_on_a_domain_of_two_hundred_takes_one_call(account: Account) {
    let ids = account.mappings(200);
    are_found(&read_all(&account.gateway(0), DOMAIN, &ids[120..121]).await, &ids[120..121]);
    assert_eq!(account.reads(), (1, 0));
}

async fn a_mapping_that_is_asked_for_time_and_again_takes_one_call(account: Account) {
    let ids = vec![account.mappings(200)[7].clone(); 20];
    let gateway = account.gateway(0);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 0));
}

async fn whoever_expects_company_begins_with_the_listing(account: Account) {
    let ids = account.mappings(200);
    let gateway = account.gateway(0);
    are_found(&read_all_with(Company::Expected, &gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (0, 1));
    account.aws.world(|world| world.remove_mapping(DOMAIN, ids[0].as_str()));
    let gone = read_all_with(Company::Expected, &account.gateway(0), DOMAIN, &ids[..1]).await;
    assert_eq!((gone, account.reads()), (vec![Ok(None)], (0, 2)));
}

async fn whoever_expected_company_and_is_alone_fetches_one_page(account: Account) {
    let ids = account.mappings(1_600);
    for alone in [&ids[..1], &ids[700..701]] {
        account.aws.clear_calls();
        are_found(&read_all_with(Company::Expected, &account.gateway(0), DOMAIN, alone).await, alone);
        let on_another_page = usize::from(alone[0] != ids[0]);
        assert_eq!(account.reads(), (on_another_page, 1));
    }
    // Who may not list, or gets no page, asks for the one.
    for fault in [Fault::on(Operation::GetApiMappings).deny(), Fault::on(Operation::GetApiMappings)] {
        account.aws.inject(fault);
        are_found(&read_all_with(Company::Expected, &account.gateway(0), DOMAIN, &ids[..1]).await, &ids[..1]);
        account.aws.clear_faults();
    }
}

async fn a_listing_goes_no_further_than_it_must(account: Account) {
    let ids = account.mappings(1_600);
    let gateway = account.gateway(0);
    are_found(&read_all(&gateway, DOMAIN, &ids[..100]).await, &ids[..100]);
    assert_eq!(account.reads(), (1, 1), "all of them are on the first of four pages");
    are_found(&read_all(&gateway, DOMAIN, &ids[600..700]).await, &ids[600..700]);
    assert_eq!(account.reads(), (1, 2));
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 4));
}

async fn our_own_writes_drop_the_listing(account: Account) {
    let mut ids = account.mappings(10);
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);

    let created = gateway.create(&name, &wanted("new"), PATIENT).await.expect("a mapping");
    ids.push(created.id.clone());
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);

    let change = Change { wanted: wanted("newer"), new_key: true };
    gateway.update(&name, &created.id, &change, PATIENT).await.expect("an update");
    let read = read_all(&gateway, DOMAIN, &ids).await;
    are_found(&read, &ids);
    assert!(read[10].as_ref().is_ok_and(|found| found.as_ref().is_some_and(|m| m.is(&wanted("newer")))));

    gateway.delete(&name, &created.id, PATIENT).await.expect("a delete");
    assert_eq!(read_all(&gateway, DOMAIN, &ids).await[10], Ok(None));
}

async fn a_page_that_fails_fails_only_those_who_need_it_and_is_fetched_anew(account: Account) {
    let ids = account.mappings(200);
    account.pages_of(25);
    account.aws.inject(Fault::on(Operation::GetApiMappings).page(3).once());
    let gateway = account.gateway(0);
    // Whoever asks first has a call of its own; let that be one of the first page.
    let answers = read_all(&gateway, DOMAIN, &ids).await;
    are_found(&answers[..50], &ids[..50]);
    for answer in &answers[50..] {
        assert!(answer.as_ref().is_err_and(|error| error.contains("HTTP 500")), "{answer:?}");
    }
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
}

async fn whoever_gives_up_waiting_leaves_the_listing_to_the_others(account: Account) {
    let ids = account.mappings(60);
    account.pages_of(25);
    account.aws.inject(Fault::on(Operation::GetApiMappings).page(2).hang().once());
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    gateway.read(&name, &ids[0], Company::Unknown, PATIENT).await.expect("a call of its own");
    let hasty = gateway.read(&name, &ids[59], Company::Unknown, Duration::from_secs(2));
    let (hasty, patient) = tokio::join!(hasty, gateway.read(&name, &ids[58], Company::Unknown, PATIENT));
    assert!(hasty.is_err());
    assert!(patient.is_ok_and(|found| found.is_some_and(|mapping| mapping.id == ids[58])));
}

async fn a_service_that_refuses_large_pages_is_asked_for_one_only_once(account: Account) {
    let gateway = account.gateway(0);
    account.pages_of(25);
    for name in [DOMAIN, "web.example.com"] {
        let ids = account.mappings_on(name, 60);
        are_found(&read_all(&gateway, name, &ids).await, &ids);
    }
    let refused = account.aws.count_where(|call| call.status() == Some(400));
    assert_eq!((account.reads(), refused), ((2, 1 + 3 + 3), 1));
}

async fn a_domain_that_cannot_be_listed_does_not_make_pages_small(account: Account) {
    let gateway = account.gateway(0);
    account.aws.world(|world| {
        world.put_domain(Domain { endpoint_type: EndpointType::Edge, ..Domain::new("old.example.com") });
    });
    gateway.known_mappings(&domain("old.example.com")).await.expect_err("version 2 refuses it");
    account.aws.clear_calls();
    let ids = account.mappings(200);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (1, 1));
}

async fn without_permission_to_list_mappings_are_read_one_by_one(account: Account) {
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).domain(DOMAIN).deny());
    let ids = account.mappings(20);
    are_found(&read_all(&gateway, DOMAIN, &ids).await, &ids);
    assert_eq!(account.reads(), (20, 1), "asked once whether it may list");
    assert_eq!(gateway.listing_denied().and_then(CallError::refusal), Some(RefusalKind::Denied));
    // A domain that may be listed is none of its business.
    account.aws.clear_calls();
    let others = account.mappings_on("web.example.com", 20);
    are_found(&read_all(&gateway, "web.example.com", &others).await, &others);
    assert_eq!(account.reads(), (1, 1));
}

async fn a_domain_that_is_gone_has_no_mappings(account: Account) {
    let ids = account.mappings(20);
    account.aws.world(|world| world.remove_domain(DOMAIN));
    let answers = read_all(&account.gateway(0), DOMAIN, &ids).await;
    assert!(answers.iter().all(|answer| *answer == Ok(None)), "{answers:?}");
    assert_eq!(account.reads(), (1, 1), "{API}");
}
