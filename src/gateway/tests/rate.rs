//! All calls keep one rate, within the account's quota.

use std::time::Duration;

use local_gateway::{Fault, Operation, Quota};

use super::account::{Account, DOMAIN, LONG, are_found, domain, read_all, spec};
use crate::gateway::{RefusalKind, WriteError};

#[tokio::test]
async fn without_a_rate_limit_a_caller_over_the_quota_is_throttled_and_gets_there() {
    let account = Account::new();
    let ids = account.mappings(20);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    account.aws.set_quota(Some(Quota { rate: 20.0, burst: 5 }));
    let answers = read_all(&account.gateway(25), DOMAIN, &ids).await;
    are_found(&answers, &ids);
    assert!(account.aws.count_where(|call| call.throttled) > 0);
}

#[tokio::test]
async fn a_call_that_is_told_to_wait_waits_and_so_do_all_others() {
    let account = Account::new();
    let gateway = account.gateway(25);
    let name = domain(DOMAIN);
    account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle().retry_after(60).once());
    let spec = spec("orders");
    let create = gateway.create(&name, &spec, LONG);
    let (waiting, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(3), create), async {
        while account.aws.count(Operation::CreateApiMapping) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The answer is under way or there.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let other = tokio::time::timeout(Duration::from_secs(1), gateway.lookups.api("e5f6g7h8")).await;
        assert!(other.is_err(), "no call is made: {other:?}");
    });
    assert!(waiting.is_err(), "it waits, and is not refused: {waiting:?}");
    assert_eq!(account.aws.count(Operation::CreateApiMapping), 1);
    assert_eq!(account.aws.count(Operation::GetApi), 0);
}

#[tokio::test]
async fn throttles_are_retried_as_often_as_allowed_and_no_more() {
    for retries in [0, 2, 4] {
        let account = Account::new();
        account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle());
        let gateway = account.gateway(retries);
        let error = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await;
        let Err(WriteError::Failed(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.refusal(), Some(RefusalKind::Throttled));
        assert_eq!(account.aws.count(Operation::CreateApiMapping), retries as usize + 1);
    }
}
