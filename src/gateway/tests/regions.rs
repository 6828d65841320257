//! Each region has a gateway of its own.

use std::sync::Arc;

use aws_config::retry::RetryConfig;
use local_gateway::{Fault, Operation};

use super::account::{Account, DOMAIN, LONG, are_found, domain, read_all, region, spec};
use crate::gateway::{GatewaySettings, Gateways};

#[tokio::test]
async fn a_region_keeps_its_gateway_and_shares_no_cache_with_another() {
    let account = Account::new();
    let gateways = Gateways::new(account.settings());
    let (ireland, virginia) =
        (gateways.in_region(&region("eu-west-1")), gateways.in_region(&region("us-east-1")));
    assert!(Arc::ptr_eq(&ireland, &gateways.in_region(&region("eu-west-1"))));
    assert_eq!((ireland.region().as_str(), virginia.region().as_str()), ("eu-west-1", "us-east-1"));
    assert_eq!(account.aws.calls(), [], "a gateway that is not used costs nothing");

    let there = virginia.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping");
    let ids = [there.id.clone()];
    are_found(&read_all(&virginia, DOMAIN, &ids).await, &ids);
    // It is neither in the other region nor in what is known of it.
    assert_eq!(read_all(&ireland, DOMAIN, &ids).await, [Ok(None)]);
    let here = ireland.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping");
    assert_ne!(here.id, there.id);
    let regions = |id: &str| account.aws.world_in(id, |world| world.mappings(DOMAIN).len());
    assert_eq!((regions("eu-west-1"), regions("us-east-1")), (1, 1));
}

#[tokio::test]
async fn a_region_that_asks_to_wait_keeps_no_call_to_another_waiting() {
    let account = Account::new();
    let gateways = Gateways::new(GatewaySettings {
        retries: RetryConfig::standard().with_max_attempts(2),
        ..account.settings()
    });
    account.aws.inject(Fault::on(Operation::CreateApiMapping).throttle().retry_after(60).once());
    let ireland = gateways.in_region(&region("eu-west-1"));
    let waiting = tokio::spawn(async move { ireland.create(&domain(DOMAIN), &spec("orders"), LONG).await });
    while account.aws.count_where(|call| call.status() == Some(429)) == 0 {
        tokio::task::yield_now().await;
    }
    let virginia = gateways.in_region(&region("us-east-1"));
    virginia.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping");
    assert!(!waiting.is_finished());
    waiting.abort();
}
