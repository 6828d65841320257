//! What the provider block, the environment and the profile decide together.

use aws_config::AppName;
use aws_config::retry::RetryConfig;
use tf_provider::Diagnostic;

use super::credentials::{CredentialPlan, MetadataSettings};
use super::endpoint_urls::EndpointUrls;
use super::proxies::Proxies;
use super::setting::Setting;
use super::sources::Sources;
use super::{http, region, retry_settings};
use crate::diagnostic::general;
use crate::names::Region;

/// Everything that decides where and how AWS is called. Every client takes it, so that the
/// calls that fetch credentials go the same way as those to API Gateway.
// No `Debug`: it holds secrets.
pub(super) struct Resolution {
    /// `None` when instance metadata is to be asked.
    pub(super) region: Option<Region>,
    /// The region whose STS is called, if it is another.
    pub(super) sts_region: Option<Region>,
    pub(super) use_fips: Option<bool>,
    pub(super) use_dualstack: Option<bool>,
    pub(super) endpoints: EndpointUrls,
    pub(super) proxies: Proxies,
    pub(super) ca_bundle: Option<Setting>,
    pub(super) retries: RetryConfig,
    pub(super) metadata: MetadataSettings,
    pub(super) credentials: CredentialPlan,
    /// Names the user's application to AWS.
    pub(super) app_name: Option<AppName>,
}

impl Resolution {
    /// Decides everything at once, and calls nothing.
    ///
    /// # Errors
    /// The first setting that cannot be right, by its name.
    pub(super) fn decide(sources: &Sources<'_>, is_instance: bool) -> Result<Self, Diagnostic> {
        let settings = sources.settings;
        // The SDK reads this one by itself, and sends it as it is.
        if !sources.variables.can_be_sent("AWS_EXECUTION_ENV") {
            let detail = "AWS_EXECUTION_ENV holds a line end or another character that no request can carry. Set it \
                          anew on one line, or unset it.";
            return Err(general("Invalid Environment Variable", detail));
        }
        let app_name = sources.outside(&["AWS_SDK_UA_APP_ID"], Some("sdk_ua_app_id"));
        let app_name = app_name.map(|name| {
            let hint = "Write at most 50 letters, digits and characters like - and _.";
            name.parsed(|name| AppName::new(name.to_owned()).ok(), "Invalid Application Name", hint)
        });
        Ok(Self {
            region: region::decide(sources)?,
            sts_region: region::of_sts(sources)?,
            use_fips: sources.flag(
                settings.use_fips_endpoint,
                "AWS_USE_FIPS_ENDPOINT",
                Some("use_fips_endpoint"),
            )?,
            use_dualstack: sources.flag(
                settings.use_dualstack_endpoint,
                "AWS_USE_DUALSTACK_ENDPOINT",
                Some("use_dualstack_endpoint"),
            )?,
            endpoints: EndpointUrls::decide(sources)?,
            proxies: Proxies::decide(sources)?,
            ca_bundle: http::ca_bundle(sources),
            retries: retry_settings::decide(sources)?,
            metadata: MetadataSettings::decide(sources, is_instance)?,
            credentials: CredentialPlan::decide(sources)?,
            app_name: app_name.transpose()?,
        })
    }
}
