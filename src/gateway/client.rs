//! The SDK's clients, and how patient they are.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::{RetryConfig, RetryMode};
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_apigatewayv2::config::retry::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::wire::Wire;
use super::{Pace, UserAgent};

/// How often and how long calls are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Attempts at a call, the first one included.
    pub max_attempts: u32,
    /// The SDK's retry mode.
    pub mode: RetryMode,
}

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

    /// The SDK's timeouts. It has none for an attempt: `wire` ends each in time, and
    /// knows which part of it was spent waiting for its turn.
    #[must_use]
    pub fn timeout_config() -> TimeoutConfig {
        TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).build()
    }
}

/// The two clients of API Gateway: version 2 for mappings, domain names, HTTP and
/// WebSocket APIs; version 1 for REST APIs, which version 2 does not see.
#[derive(Debug)]
pub struct Clients {
    pub(super) v2: aws_sdk_apigatewayv2::Client,
    pub(super) v1: aws_sdk_apigateway::Client,
}

/// How the clients call.
#[derive(Debug)]
pub struct Wiring<'a> {
    /// Region, credentials, and what the environment says.
    pub sdk: &'a SdkConfig,
    /// How often and how long calls are tried.
    pub patience: &'a Patience,
    /// Who calls.
    pub user_agent: &'a UserAgent,
    /// The pace that all calls keep together.
    pub pace: &'a Pace,
}

/// An HTTP client, and the endpoint that takes the place of the one that region
/// and environment would give.
#[derive(Debug)]
pub struct Route {
    /// The HTTP client.
    pub http: SharedHttpClient,
    /// The endpoint, when it is given.
    pub endpoint: Option<String>,
}

impl Clients {
    /// Clients for the two versions.
    #[must_use]
    pub fn new(wiring: &Wiring<'_>, v2: Route, v1: Route) -> Self {
        Self {
            v2: aws_sdk_apigatewayv2::Client::from_conf(
                aws_sdk_apigatewayv2::config::Builder::from(wiring.sdk)
                    .http_client(Wire::new(v2.http, wiring.pace.clone()))
                    .retry_config(wiring.patience.retry_config())
                    .timeout_config(Patience::timeout_config())
                    // It would take waiting for one's turn for a stalled upload.
                    .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
                    .retry_partition(unbounded())
                    .interceptor(wiring.user_agent.clone())
                    .with_endpoint(v2.endpoint)
                    .build(),
            ),
            v1: aws_sdk_apigateway::Client::from_conf(
                aws_sdk_apigateway::config::Builder::from(wiring.sdk)
                    .http_client(Wire::new(v1.http, wiring.pace.clone()))
                    .retry_config(wiring.patience.retry_config())
                    .timeout_config(Patience::timeout_config())
                    // It would take waiting for one's turn for a stalled upload.
                    .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
                    .retry_partition(unbounded())
                    .with_endpoint(v1.endpoint)
                    .build(),
            ),
        }
    }
}

/// The SDK's quota for retries is shared by the whole process: a storm of
/// throttles on many mappings would exhaust it and turn the next hiccup into an
/// error. `patience` bounds the retries of each call instead.
fn unbounded() -> RetryPartition {
    RetryPartition::custom("apigateway").token_bucket(TokenBucket::unlimited()).build()
}

/// Sets an endpoint only when there is one: setting `None` would hide the one that
/// the environment or a profile names.
trait WithEndpoint {
    fn with_endpoint(self, endpoint: Option<String>) -> Self;
}

macro_rules! with_endpoint {
    ($($builder:ty),*) => {$(
        impl WithEndpoint for $builder {
            fn with_endpoint(self, endpoint: Option<String>) -> Self {
                match endpoint {
                    Some(endpoint) => self.endpoint_url(endpoint),
                    None => self,
                }
            }
        }
    )*};
}
with_endpoint!(aws_sdk_apigatewayv2::config::Builder, aws_sdk_apigateway::config::Builder);
