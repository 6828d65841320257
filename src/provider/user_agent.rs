//! The products in the User-Agent of each request, as CloudTrail shows them.

use super::settings::Settings;
use super::variables::Variables;
use crate::gateway::UserAgent;

/// This provider, Terraform, and what the provider block and the environment add.
pub(super) fn user_agent(settings: &Settings, variables: &Variables, terraform_version: &str) -> UserAgent {
    let mut products = vec![
        format!("terraform-provider-apigatewayv2/{}", env!("CARGO_PKG_VERSION")),
        format!("Terraform/{terraform_version}"),
    ];
    products.extend(settings.user_agent.iter().cloned());
    products.extend(variables.get("TF_APPEND_USER_AGENT").map(str::to_owned));
    UserAgent::new(&products)
}
