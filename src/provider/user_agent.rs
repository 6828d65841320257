//! The User-Agent of each request, as CloudTrail shows it.

use aws_sdk_sts::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;

use super::settings::Settings;

/// Appends products to the User-Agent of each request.
#[derive(Clone, Debug)]
pub(super) struct UserAgent(String);

impl UserAgent {
    /// This provider, Terraform, and what the provider block and the environment add.
    /// Characters that no header may carry are left out.
    pub(super) fn new(settings: &Settings, terraform_version: &str) -> Self {
        let mut products = vec![
            format!("terraform-provider-apigatewayv2/{}", env!("CARGO_PKG_VERSION")),
            format!("Terraform/{terraform_version}"),
        ];
        products.extend(settings.user_agent.iter().cloned());
        products.extend(std::env::var("TF_APPEND_USER_AGENT").ok());
        let line = products.join(" ");
        Self(line.chars().filter(|c| *c == ' ' || c.is_ascii_graphic()).collect())
    }
}

impl Intercept for UserAgent {
    fn name(&self) -> &'static str {
        "user agent"
    }

    // After signing: the signature does not cover this header.
    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        let line = format!("{} {}", headers.get("user-agent").unwrap_or_default(), self.0);
        headers.try_insert("user-agent", line)?;
        Ok(())
    }
}
