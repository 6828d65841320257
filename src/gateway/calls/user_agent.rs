//! The products that each request names, as CloudTrail shows them.

use aws_sdk_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;

/// Appends products to the User-Agent of each request.
#[derive(Clone, Debug)]
pub struct UserAgent(String);

impl UserAgent {
    /// These products, such as `my-pipeline/1.2 (nightly)`.
    /// Characters that no header may carry are left out.
    pub fn new(products: &[String]) -> Self {
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
