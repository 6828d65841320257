//! All calls keep one pace, which the account can bear.

use std::time::Duration;

use apigatewayv2::gateway::{CreateError, RefusalKind};
use local_gateway::{Call, Fault, Operation, Quota};

use super::gateway::{self, Account, PATIENT, calls, domain, read_all, wanted};
use super::numbered;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(two_hundred_creates_and_destroys_keep_to_the_quota, needs: [Faults, CallLog]),
    scenario!(without_a_limit_calls_are_as_fast_as_they_can, needs: [Faults, CallLog]),
];

calls! { CALLS:
    calls_that_wait_their_turn_are_not_timed_out,
    an_unpaced_caller_over_the_quota_is_throttled_and_gets_there,
    a_call_that_is_told_to_wait_waits_and_so_do_all_others,
    throttles_are_retried_as_often_as_allowed_and_no_more,
}

/// Beside the writes themselves, and beside what Terraform's own reads cost.
const OTHER_CALLS: usize = 30;

fn two_hundred_creates_and_destroys_keep_to_the_quota(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&numbered(&world, 200));
    for (command, write) in [
        (&["-parallelism=100"][..], Operation::CreateApiMapping),
        (&["-parallelism=100", "-destroy"], Operation::DeleteApiMapping),
    ] {
        // Each run finds the account rested: one that follows another at once would meet
        // a bucket which that one has emptied, and no process knows of the other.
        case.aws.local().set_quota(Some(Quota::DOCUMENTED));
        case.aws.forget_calls();
        project.apply_with(command).succeeds();
        let calls = case.aws.local().calls();
        let calls: Vec<&Call> = calls.iter().filter(|call| call.operation.is_api_gateway()).collect();
        let writes = calls.iter().filter(|call| call.operation == write).count();
        assert_eq!(writes, 200, "no write is made twice");
        assert_eq!(calls.iter().filter(|call| call.throttled).count(), 0, "no call is throttled");
        assert!(calls.len() - writes <= OTHER_CALLS, "{} other calls: {calls:#?}", calls.len() - writes);
    }
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
}

fn without_a_limit_calls_are_as_fast_as_they_can(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    project.main(&numbered(&world, 60));
    case.aws.local().set_quota(Some(Quota::DOCUMENTED));
    project.apply_with(&["-parallelism=60"]).succeeds();
    assert!(case.aws.local().count_where(|call| call.throttled) > 0, "nobody held the calls back");
    assert_eq!(case.aws.mappings(DOMAIN).len(), 60);
}

async fn calls_that_wait_their_turn_are_not_timed_out(account: Account) {
    // At one a second, the last waits for twice the time in which an answer must come.
    let gateway = account.paced_gateway(0, 1);
    let wanted: Vec<_> = (0..22).map(|n| wanted(&format!("key{n}"))).collect();
    let name = domain(gateway::DOMAIN);
    let creates = wanted.iter().map(|wanted| gateway.create(&name, wanted, PATIENT));
    let created = futures_util::future::join_all(creates).await;
    assert!(created.iter().all(Result::is_ok), "{created:?}");
}

async fn an_unpaced_caller_over_the_quota_is_throttled_and_gets_there(account: Account) {
    let ids = account.mappings(20);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    account.aws.set_quota(Some(Quota { rate: 20.0, burst: 5 }));
    let answers = read_all(&account.gateway(25), gateway::DOMAIN, &ids).await;
    gateway::are_found(&answers, &ids);
    assert!(account.aws.count_where(|call| call.throttled) > 0);
}

async fn a_call_that_is_told_to_wait_waits_and_so_do_all_others(account: Account) {
    let gateway = account.gateway(25);
    let name = domain(gateway::DOMAIN);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle().retry_after(3_600).once());
    let wanted = wanted("orders");
    let create = gateway.create(&name, &wanted, PATIENT);
    let (waiting, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(3), create), async {
        while account.aws.count(Operation::CreateApiMapping) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The answer is under way or there.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let other = tokio::time::timeout(Duration::from_secs(1), gateway.api("e5f6g7h8")).await;
        assert!(other.is_err(), "nobody calls: {other:?}");
    });
    assert!(waiting.is_err(), "it waits, and is not refused: {waiting:?}");
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
    assert_eq!(account.aws.count(Operation::GetApi), 0);
}

async fn throttles_are_retried_as_often_as_allowed_and_no_more(account: Account) {
    for retries in [0, 2, 4] {
        account.aws.clear_calls();
        account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle());
        let gateway = account.gateway(retries);
        let error = gateway.create(&domain(gateway::DOMAIN), &wanted("orders"), PATIENT).await;
        let Err(CreateError::Failed(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.refusal(), Some(RefusalKind::Throttled));
        assert_eq!(account.aws.count(Operation::CreateApiMapping), retries as usize + 1);
    }
}
