//! Every write is accounted for: done and known, not done, or said to be unclear.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use super::account::{API, Account, DOMAIN, LONG, domain, mapping_id, spec};
use crate::gateway::{Failure, MappingUpdate, RefusalKind, WriteError};

#[tokio::test]
async fn a_look_up_goes_on_where_a_call_would_be_given_up() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer());
    // The listing before the create passes.
    account.aws.inject(Fault::on(Operation::GetApiMappings).skip(1).throttle().times(2));
    account.aws.inject(Fault::on(Operation::GetApiMappings).skip(1).status(500).times(4));
    let created = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping");
    assert_eq!(account.ids(), [created.id.as_str()]);
}

#[tokio::test]
async fn a_mapping_that_appears_after_its_create_was_cut_off_is_found() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).hang());
    let name = domain(DOMAIN);
    let spec = spec("orders");
    let create = gateway.create(&name, &spec, Duration::from_secs(1));
    let appear = async {
        // Listed before, created, cut off, and looked for once in vain.
        while account.reads().1 < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        account.aws.world(|world| world.put_mapping(DOMAIN, "orders", API, "test"))
    };
    let (created, id) = tokio::join!(create, appear);
    assert_eq!(created.expect("a mapping").id.as_str(), id);
}

#[tokio::test]
async fn a_mapping_that_appears_after_the_connection_broke_is_found() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).reset().before_the_work());
    let (name, spec) = (domain(DOMAIN), spec("orders"));
    let appear = async {
        // Listed before, broken off, and looked for once in vain.
        while account.reads().1 < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        account.aws.world(|world| world.put_mapping(DOMAIN, "orders", API, "test"))
    };
    let (created, id) = tokio::join!(gateway.create(&name, &spec, LONG), appear);
    assert_eq!(created.expect("a mapping").id.as_str(), id);
}

#[tokio::test]
async fn a_create_that_was_cut_off_before_any_work_left_nothing() {
    let account = Account::new();
    let gateway = account.gateway(3);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).hang());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), Duration::from_secs(1)).await;
    let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.failure, Failure::OutOfTime { limit: Duration::from_secs(1), in_flight: true });
    assert_eq!(account.ids(), [""; 0]);
}

#[tokio::test]
async fn nothing_is_created_on_a_domain_that_fails_to_list() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).once());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.refusal(), Some(RefusalKind::ServerError));
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 0);
    // The next one lists anew, and so can tell its own work.
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().once());
    gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping, found again");
}

#[tokio::test]
async fn without_permission_to_list_a_create_still_works() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    for key in ["orders", "payments", "returns"] {
        gateway.create(&domain(DOMAIN), &spec(key), LONG).await.expect("a mapping");
    }
    assert_eq!(account.ids().len(), 3);
    assert_eq!(account.reads(), (0, 1), "one call finds out that listing is denied");
}

#[tokio::test]
async fn without_permission_to_list_a_lost_create_is_said_to_be_unclear() {
    let account = Account::new();
    let gateway = account.gateway(1);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().once());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    assert!(matches!(error, Err(WriteError::Unclear { .. })), "{error:?}");
}

#[tokio::test]
async fn two_creates_of_the_same_mapping_never_share_it() {
    let account = Account::new();
    let gateway = account.gateway(1);
    let (name, spec) = (domain(DOMAIN), spec("orders"));
    account.aws.inject(Fault::on(Operation::CreateApiMapping).lose_answer().times(2));
    let (one, other) = tokio::join!(gateway.create(&name, &spec, LONG), gateway.create(&name, &spec, LONG));
    let (mapping, refused) = match (one, other) {
        (Ok(mapping), Err(refused)) | (Err(refused), Ok(mapping)) => (mapping, refused),
        both => panic!("{both:?}"),
    };
    assert_eq!(account.ids(), [mapping.id.as_str()]);
    assert!(matches!(refused, WriteError::KeyTaken { holder, .. } if *holder == mapping));
}

#[tokio::test]
async fn a_mapping_that_was_there_before_is_never_taken_for_a_lost_create() {
    let account = Account::new();
    let gateway = account.gateway(1);
    let there = account.aws.world(|world| world.put_mapping(DOMAIN, "orders", API, "test"));
    account.aws.inject(Fault::on(Operation::CreateApiMapping).reset().once());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    assert!(matches!(error, Err(WriteError::KeyTaken { holder, .. }) if holder.id.as_str() == there));
}

#[tokio::test]
async fn a_duplicate_is_not_tried_again() {
    let account = Account::new();
    let gateway = account.gateway(5);
    let holder = account.mappings(1).remove(0);
    let error = gateway.create(&domain(DOMAIN), &spec("key0"), LONG).await;
    assert!(matches!(error, Err(WriteError::KeyTaken { holder: found, .. }) if found.id == holder));
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
}

#[tokio::test]
async fn an_update_to_a_key_that_is_held_names_the_holder() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let ids = account.mappings(2);
    let holder = account.aws.world(|world| world.put_mapping(DOMAIN, "orders", API, "test"));
    let update = MappingUpdate { spec: spec("orders"), new_key: true };
    let error = gateway.update(&domain(DOMAIN), &ids[0], &update, LONG).await;
    assert!(matches!(error, Err(WriteError::KeyTaken { holder: found, .. }) if found.id.as_str() == holder));
}

#[tokio::test]
async fn a_concurrent_change_is_tried_again_until_it_is_over() {
    let account = Account::new();
    let gateway = account.gateway(5);
    let name = domain(DOMAIN);
    let busy = Fault::on_any_of(&Operation::MAPPING_WRITES).concurrent_modification();
    for attempts in 1..=3 {
        account.aws.clear_calls();
        account.aws.inject(busy.clone().times(attempts));
        match attempts {
            1 => drop(gateway.create(&name, &spec("orders"), LONG).await.expect("a mapping")),
            2 => {
                let id = mapping_id(&account.ids()[0]);
                let update = MappingUpdate { spec: spec("newer"), new_key: true };
                gateway.update(&name, &id, &update, LONG).await.expect("an update");
            }
            _ => {
                let id = mapping_id(&account.ids()[0]);
                gateway.delete(&name, &id, LONG).await.expect("a delete");
            }
        }
        let writes = account.aws.count_where(|call| Operation::MAPPING_WRITES.contains(&call.operation));
        assert_eq!(writes, 1 + attempts as usize);
    }
    // It may take longer than there are retries.
    account.aws.inject(busy);
    let error = gateway.create(&name, &spec("orders"), LONG).await;
    let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.refusal(), Some(RefusalKind::ConcurrentChange));
}

#[tokio::test]
async fn one_listing_serves_two_hundred_creates() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let (name, specs) = (domain(DOMAIN), (0..200).map(|n| spec(&format!("new{n}"))).collect::<Vec<_>>());
    let creates = specs.iter().map(|spec| gateway.create(&name, spec, LONG));
    let created = futures_util::future::join_all(creates).await;
    assert!(created.iter().all(Result::is_ok), "{created:?}");
    assert_eq!((account.ids().len(), account.reads()), (200, (0, 1)));
}

#[tokio::test]
async fn an_update_whose_retry_is_refused_is_seen_to_have_worked() {
    let account = Account::new();
    let gateway = account.gateway(3);
    let id = account.mappings(1).remove(0);
    for refusal in [400, 403, 404] {
        let key = format!("after{refusal}");
        account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(500).after_the_work().once());
        account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(refusal).once());
        let update = MappingUpdate { spec: spec(&key), new_key: true };
        let updated = gateway.update(&domain(DOMAIN), &id, &update, LONG).await.expect("an update");
        assert_eq!(updated.key.as_str(), key);
    }
    // Refused at once, it has not worked.
    account.aws.inject(Fault::on(Operation::UpdateApiMapping).status(404).once());
    let update = MappingUpdate { spec: spec("never"), new_key: true };
    let error = gateway.update(&domain(DOMAIN), &id, &update, LONG).await;
    assert!(matches!(error, Err(WriteError::Failed(_))), "{error:?}");
}

#[tokio::test]
async fn a_delete_whose_retry_is_refused_is_seen_to_have_worked() {
    let account = Account::new();
    let gateway = account.gateway(3);
    let ids = account.mappings(2);
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).status(500).after_the_work().once());
    account.aws.inject(Fault::on(Operation::DeleteApiMapping).deny());
    gateway.delete(&domain(DOMAIN), &ids[0], LONG).await.expect("it is gone");
    gateway.delete(&domain(DOMAIN), &ids[1], LONG).await.expect_err("denied at once");
    assert_eq!(account.ids(), [ids[1].as_str()]);
}

#[tokio::test]
async fn a_mapping_that_appears_after_a_throttle_is_named_and_not_taken() {
    let account = Account::new();
    let gateway = account.gateway(1);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle().after_the_work().once());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    let Err(WriteError::MayBeOwn { holder, .. }) = error else { panic!("{error:?}") };
    assert_eq!(account.ids(), [holder.id.as_str()]);
    // One that was there before is another's for certain.
    account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle().once());
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    assert!(matches!(error, Err(WriteError::KeyTaken { .. })), "{error:?}");
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_asked_once() {
    for (code, text) in [
        ("LimitExceededException", "Limit exceeded"),
        ("TooManyRequestsException", "Maximum number of ApiMappings has been reached."),
    ] {
        let account = Account::new();
        let gateway = account.gateway(9);
        account.aws.inject(Fault::on(Operation::CreateApiMapping).error(429, code, text));
        let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
        let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.refusal(), Some(RefusalKind::QuotaReached));
        assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
    }
}

#[tokio::test]
async fn no_write_is_sent_after_an_interruption_and_what_is_open_is_settled() {
    let account = Account::new();
    let gateway = account.gateway(25);
    let (name, spec) = (domain(DOMAIN), spec("orders"));
    // The work is done, its answer comes late and says nothing.
    let create = || Fault::on(Operation::CreateApiMapping);
    account.aws.inject(create().delay(Duration::from_millis(300)));
    account.aws.inject(create().status(500).after_the_work());
    let interrupt = async {
        while account.aws.count(Operation::CreateApiMapping) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        account.interrupt.send_replace(true);
    };
    let (created, ()) = tokio::join!(gateway.create(&name, &spec, LONG), interrupt);
    assert_eq!(account.ids(), [created.expect("it was made").id.as_str()]);
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
    // And nothing is begun.
    let error = gateway.delete(&name, &mapping_id(&account.ids()[0]), LONG).await;
    let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.failure, Failure::Interrupted);
    assert_eq!(account.aws.count(Operation::DeleteApiMapping), 0);
}

#[tokio::test]
async fn an_interruption_ends_the_listing_before_a_create() {
    let account = Account::new();
    let gateway = account.gateway(25);
    let (name, spec) = (domain(DOMAIN), spec("orders"));
    account.aws.inject(Fault::on(Operation::GetApiMappings).hang());
    let create = gateway.create(&name, &spec, LONG);
    let interrupt = async {
        while account.reads().1 == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        account.interrupt.send_replace(true);
    };
    let (error, ()) = tokio::join!(create, interrupt);
    let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.failure, Failure::Interrupted);
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 0);
}

#[tokio::test]
async fn a_time_to_wait_beyond_the_limit_ends_reads_and_writes() {
    let account = Account::new();
    let gateway = account.gateway(25);
    account.aws.inject(Fault::on_api_gateway().throttle().retry_after(3_600).once());
    let error =
        gateway.read(&domain(DOMAIN), &mapping_id("a1"), LONG).await.expect_err("an hour is too long");
    assert!(matches!(error.failure, Failure::AskedToWait(_)), "{error}");
    let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
    assert!(
        matches!(&error, Err(WriteError::Failed(error)) if matches!(error.failure, Failure::AskedToWait(_))),
        "{error:?}"
    );
    assert_eq!(account.aws.count_where(|_| true), 1);
}
