//! The SDK's clients, set up so that a call is one attempt.

use std::num::NonZeroU32;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::connector::http_client;
use super::user_agent::UserAgent;

/// Everything that decides how API Gateway is called.
#[derive(Debug)]
pub struct GatewaySettings<'a> {
    /// Region, credentials, and what the environment says.
    pub sdk: &'a SdkConfig,
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
}

/// An HTTP client, and the URL that takes the place of the one that follows from
/// region and environment.
#[derive(Debug)]
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
}

/// How long a connection may take to be established.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);

/// One client; the two SDKs have builders of the same shape and no common type.
macro_rules! client {
    ($sdk:ident, $settings:ident, $endpoint:expr) => {{
        let mut config = $sdk::config::Builder::from($settings.sdk)
            .http_client(http_client($endpoint.http.clone()))
            // `retry` makes the other attempts.
            .retry_config($settings.retries.clone().with_max_attempts(1))
            .timeout_config(TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).build())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .interceptor($settings.user_agent.clone());
        // Setting `None` would hide the URL that the environment or a profile names.
        if let Some(url) = &$endpoint.url {
            config = config.endpoint_url(url);
        }
        $sdk::Client::from_conf(config.build())
    }};
}

impl Calls {
    /// Calls with these settings.
    pub(in crate::gateway) fn new(settings: &GatewaySettings<'_>) -> Self {
        Self {
            v2: client!(aws_sdk_apigatewayv2, settings, settings.v2),
            v1: client!(aws_sdk_apigateway, settings, settings.v1),
        }
    }
}
