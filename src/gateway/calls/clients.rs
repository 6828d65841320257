//! The SDK's clients, set up so that a call is one attempt.

use std::num::NonZeroU32;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use tokio::sync::watch;

use super::connector::{Called, http_client};
use super::user_agent::UserAgent;
use crate::gateway::Action;
use crate::names::Region;

/// Everything that decides how API Gateway is called, whatever the region.
#[derive(Clone, Debug)]
pub struct GatewaySettings {
    /// Credentials, and what the settings say of FIPS, dual-stack and the application.
    pub sdk: SdkConfig,
    /// Where version 2 of API Gateway answers.
    pub v2: Endpoint,
    /// Where version 1 of API Gateway answers.
    pub v1: Endpoint,
    /// Names the program in the User-Agent of each request.
    pub user_agent: UserAgent,
    /// How often a call is tried. In adaptive mode the SDK slows calls down after a
    /// throttle, beyond what the rate limit does.
    pub retries: RetryConfig,
    /// The most requests a second; `None` for no limit.
    pub requests_per_second: Option<NonZeroU32>,
    /// Becomes true when the user interrupts the run.
    pub interrupted: watch::Receiver<bool>,
}

/// An HTTP client, and the URL that takes the place of the one that follows from the region.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The HTTP client.
    pub http: SharedHttpClient,
    /// The URL, when it is given.
    pub url: Option<String>,
}

/// The clients of the two versions of API Gateway: version 2 for mappings, domain
/// names, HTTP and WebSocket APIs; version 1 for REST APIs, which version 2 does not
/// see.
#[derive(Debug)]
pub(in crate::gateway) struct Calls {
    pub(super) v2: aws_sdk_apigatewayv2::Client,
    pub(super) v1: aws_sdk_apigateway::Client,
    v2_address: Called,
    v1_address: Called,
}

/// How long a connection may take to be established.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);

/// One client; the two SDKs have builders of the same shape and no common type.
macro_rules! client {
    ($sdk:ident, $settings:ident, $region:ident, $endpoint:expr, $called:ident) => {{
        let mut config = $sdk::config::Builder::from(&$settings.sdk)
            .region($sdk::config::Region::new($region.to_string()))
            .http_client(http_client($endpoint.http.clone(), $called.clone()))
            // `retry` makes the other attempts.
            .retry_config($settings.retries.clone().with_max_attempts(1))
            .timeout_config(TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).build())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .interceptor($settings.user_agent.clone());
        if let Some(url) = &$endpoint.url {
            // A named address is called as it is, and the SDK refuses one beside these.
            config = config.endpoint_url(url).use_fips(false).use_dual_stack(false);
        }
        $sdk::Client::from_conf(config.build())
    }};
}

impl Calls {
    /// Calls to a region with these settings.
    pub(in crate::gateway) fn new(settings: &GatewaySettings, region: &Region) -> Self {
        let (v2_address, v1_address) = (Called::default(), Called::default());
        Self {
            v2: client!(aws_sdk_apigatewayv2, settings, region, settings.v2, v2_address),
            v1: client!(aws_sdk_apigateway, settings, region, settings.v1, v1_address),
            v2_address,
            v1_address,
        }
    }

    /// The address that is called for `action`, once one has been.
    pub(in crate::gateway) fn address(&self, action: Action) -> Option<&str> {
        let called = match action {
            Action::GetRestApi | Action::GetRestApiStage => &self.v1_address,
            _ => &self.v2_address,
        };
        called.get().map(String::as_str)
    }
}
