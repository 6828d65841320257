//! The SDK client, and how patient it is.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::{RetryConfig, RetryMode};
use aws_config::timeout::TimeoutConfig;
use aws_sdk_apigatewayv2::config::retry::{RetryPartition, TokenBucket};
use aws_sdk_apigatewayv2::{Client, config};

use super::UserAgent;

/// How often and how long calls are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Attempts at a call, the first one included.
    pub max_attempts: u32,
    /// The SDK's retry mode.
    pub mode: RetryMode,
}

/// The longest that one attempt may take. The control plane usually answers within
/// a second or two; past this, waiting longer has never been seen to help.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);
/// Delays are drawn between nothing and this, doubling with each attempt.
const FIRST_BACKOFF: Duration = Duration::from_millis(300);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

impl Patience {
    /// The SDK's retry settings for this patience.
    #[must_use]
    pub fn retry_config(&self) -> RetryConfig {
        let config = match self.mode {
            RetryMode::Adaptive => RetryConfig::adaptive(),
            _ => RetryConfig::standard(),
        };
        config
            .with_max_attempts(self.max_attempts)
            .with_initial_backoff(FIRST_BACKOFF)
            .with_max_backoff(LONGEST_BACKOFF)
    }

    /// The SDK's timeouts: each attempt ends, whatever the other side does.
    #[must_use]
    pub fn timeout_config() -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .build()
    }
}

/// A client for API Gateway v2. `endpoint` takes the place of the endpoint that
/// region and environment would give.
#[must_use]
pub fn client(sdk: &SdkConfig, patience: &Patience, endpoint: Option<&str>, user_agent: UserAgent) -> Client {
    // The SDK's quota for retries is shared by the whole process: a storm of
    // throttles on many mappings would exhaust it and turn the next hiccup into an
    // error. `patience` bounds the retries of each call instead.
    let unbounded = RetryPartition::custom("apigatewayv2").token_bucket(TokenBucket::unlimited()).build();
    let mut config = config::Builder::from(sdk)
        .retry_config(patience.retry_config())
        .timeout_config(Patience::timeout_config())
        .retry_partition(unbounded)
        .interceptor(user_agent);
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint);
    }
    Client::from_conf(config.build())
}
