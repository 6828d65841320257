//! Every write is accounted for: done and known, not done, or said to be unclear.

use std::time::Duration;

use apigatewayv2::gateway::{Change, CreateError, Failure, RefusalKind, UpdateError};
use local_gateway::{Domain, Fault, Operation};

use super::gateway::{API, Account, DOMAIN, PATIENT, calls, domain, wanted};

calls! { CALLS:
    a_recovery_does_not_give_up_where_a_call_would,
    a_mapping_that_appears_after_its_create_was_cut_off_is_found,
    a_create_that_was_cut_off_before_any_work_left_nothing,
    nothing_is_created_where_nobody_can_look,
    without_permission_to_list_a_create_still_works,
    without_permission_to_list_a_lost_create_is_said_to_be_unclear,
    two_creates_of_the_same_mapping_never_share_it,
    a_duplicate_is_never_tried_again,
    a_concurrent_change_is_tried_again_until_it_is_over,
    one_look_at_a_domain_serves_two_hundred_creates,
    the_more_domains_the_longer_a_look_serves,
    a_look_that_failed_is_taken_again,
    an_update_whose_retry_is_refused_is_seen_to_have_worked,
    a_delete_whose_retry_is_refused_is_seen_to_have_worked,
}

async fn a_recovery_does_not_give_up_where_a_call_would(account: Account) {
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer());
    // The look before the create passes.
    account.aws.inject(Fault::on(Operation::GetApiMappings).skip(1).throttle().times(2));
    account.aws.inject(Fault::on(Operation::GetApiMappings).skip(1).status(500).times(4));
    let created = gateway.create(&domain(DOMAIN), &wanted("orders"), PATIENT).await.expect("a mapping");
    assert_eq!(account.ids(), [created.id.as_str()]);
}

async fn a_mapping_that_appears_after_its_create_was_cut_off_is_found(account: Account) {
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).hang());
    let name = domain(DOMAIN);
    let wanted = wanted("orders");
    let create = gateway.create(&name, &wanted, Duration::from_secs(1));
    let appear = async {
        // Looked at before, created, cut off, and looked for once in vain.
        while account.reads().1 < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        account.aws.world(|world| world.put_mapping(DOMAIN, "orders", API, "test"))
    };
    let (created, id) = tokio::join!(create, appear);
    assert_eq!(created.expect("a mapping").id.as_str(), id);
}

async fn a_create_that_was_cut_off_before_any_work_left_nothing(account: Account) {
    let gateway = account.gateway(3);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).hang());
    let error = gateway.create(&domain(DOMAIN), &wanted("orders"), Duration::from_secs(1)).await;
    let Err(CreateError::Failed(error)) = error else { panic!("{error:?}") };
    assert!(matches!(error.failure, Failure::OutOfTime(limit) if limit == Duration::from_secs(1)));
    assert_eq!(account.ids(), [""; 0]);
}

async fn nothing_is_created_where_nobody_can_look(account: Account) {
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings));
    let error = gateway.create(&domain(DOMAIN), &wanted("orders"), PATIENT).await;
    let Err(CreateError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.refusal(), Some(RefusalKind::ServerError));
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 0);
}

async fn without_permission_to_list_a_create_still_works(account: Account) {
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    for key in ["orders", "payments", "returns"] {
        gateway.create(&domain(DOMAIN), &wanted(key), PATIENT).await.expect("a mapping");
    }
    assert_eq!(account.ids().len(), 3);
    assert_eq!(account.reads(), (0, 1), "asked once whether it may list");
}

async fn without_permission_to_list_a_lost_create_is_said_to_be_unclear(account: Account) {
    let gateway = account.gateway(1);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().once());
    let error = gateway.create(&domain(DOMAIN), &wanted("orders"), PATIENT).await;
    assert!(matches!(error, Err(CreateError::Unsettled { .. })), "{error:?}");
}

async fn two_creates_of_the_same_mapping_never_share_it(account: Account) {
    let gateway = account.gateway(1);
    let (name, wanted) = (domain(DOMAIN), wanted("orders"));
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().times(2));
    let (one, other) =
        tokio::join!(gateway.create(&name, &wanted, PATIENT), gateway.create(&name, &wanted, PATIENT));
    let (mapping, refused) = match (one, other) {
        (Ok(mapping), Err(refused)) | (Err(refused), Ok(mapping)) => (mapping, refused),
        both => panic!("{both:?}"),
    };
    assert_eq!(account.ids(), [mapping.id.as_str()]);
    assert!(matches!(refused, CreateError::KeyTaken { holder, .. } if *holder == mapping));
}

async fn a_duplicate_is_never_tried_again(account: Account) {
    let gateway = account.gateway(5);
    let holder = account.mappings(1).remove(0);
    let error = gateway.create(&domain(DOMAIN), &wanted("key0"), PATIENT).await;
    assert!(matches!(error, Err(CreateError::KeyTaken { holder: found, .. }) if found.id == holder));
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
}

async fn a_concurrent_change_is_tried_again_until_it_is_over(account: Account) {
    let gateway = account.gateway(5);
    let name = domain(DOMAIN);
    let busy = Fault::on_any_of(&Operation::MAPPING_WRITES).concurrent_modification();
    for attempts in 1..=3 {
        account.aws.clear_calls();
        account.aws.inject(busy.clone().times(attempts));
        match attempts {
            1 => drop(gateway.create(&name, &wanted("orders"), PATIENT).await.expect("a mapping")),
            2 => {
                let id = super::gateway::mapping_id(&account.ids()[0]);
                let change = Change { wanted: wanted("newer"), new_key: true };
                gateway.update(&name, &id, &change, PATIENT).await.expect("an update");
            }
            _ => {
                let id = super::gateway::mapping_id(&account.ids()[0]);
                gateway.delete(&name, &id, PATIENT).await.expect("a delete");
            }
        }
        let writes = account.aws.count_where(|call| Operation::MAPPING_WRITES.contains(&call.operation));
        assert_eq!(writes, 1 + attempts as usize);
    }
    // It may take longer than the user has patience for.
    account.aws.inject(busy);
    let error = gateway.create(&name, &wanted("orders"), PATIENT).await;
    let Err(CreateError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.refusal(), Some(RefusalKind::ConcurrentChange));
}

async fn one_look_at_a_domain_serves_two_hundred_creates(account: Account) {
    let gateway = account.gateway(0);
    let (name, keys) = (domain(DOMAIN), (0..200).map(|n| wanted(&format!("new{n}"))).collect::<Vec<_>>());
    let creates = keys.iter().map(|wanted| gateway.create(&name, wanted, PATIENT));
    let created = futures_util::future::join_all(creates).await;
    assert!(created.iter().all(Result::is_ok), "{created:?}");
    assert_eq!(account.ids().len(), 200);
    // A second one when the first is older than ten seconds, on a slow machine.
    assert!(account.reads().1 <= 2, "{:?}", account.reads());
}

async fn the_more_domains_the_longer_a_look_serves(account: Account) {
    let gateway = account.gateway(0);
    let names = ["a.example.com", "b.example.com", "c.example.com"].map(domain);
    for name in &names {
        account.aws.world(|world| world.put_domain(Domain::new(name.as_str())));
        gateway.create(name, &wanted("orders"), PATIENT).await.expect("a mapping");
    }
    tokio::time::sleep(Duration::from_secs(11)).await;
    for name in &names {
        gateway.create(name, &wanted("payments"), PATIENT).await.expect("a mapping");
    }
    assert_eq!(account.reads(), (0, names.len()));
}

async fn a_look_that_failed_is_taken_again(account: Account) {
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    account.aws.inject(Fault::on(Operation::GetApiMappings).once());
    gateway.create(&name, &wanted("orders"), PATIENT).await.expect_err("nobody can look");
    tokio::time::sleep(Duration::from_secs(11)).await;
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().once());
    gateway.create(&name, &wanted("orders"), PATIENT).await.expect("a mapping, found again");
}

async fn an_update_whose_retry_is_refused_is_seen_to_have_worked(account: Account) {
    let gateway = account.gateway(3);
    let id = account.mappings(1).remove(0);
    for refusal in [400, 403, 404] {
        let key = format!("after{refusal}");
        account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(500).after_the_work().once());
        account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(refusal).once());
        let change = Change { wanted: wanted(&key), new_key: true };
        let updated = gateway.update(&domain(DOMAIN), &id, &change, PATIENT).await.expect("an update");
        assert_eq!(updated.key.as_str(), key);
    }
    // Refused at once, it has not worked.
    account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(404).once());
    let change = Change { wanted: wanted("never"), new_key: true };
    let error = gateway.update(&domain(DOMAIN), &id, &change, PATIENT).await;
    assert!(matches!(error, Err(UpdateError::Failed(_))), "{error:?}");
}

async fn a_delete_whose_retry_is_refused_is_seen_to_have_worked(account: Account) {
    let gateway = account.gateway(3);
    let ids = account.mappings(2);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).status(500).after_the_work().once());
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).deny());
    gateway.delete(&domain(DOMAIN), &ids[0], PATIENT).await.expect("it is gone");
    gateway.delete(&domain(DOMAIN), &ids[1], PATIENT).await.expect_err("denied at once");
    assert_eq!(account.ids(), [ids[1].as_str()]);
}
