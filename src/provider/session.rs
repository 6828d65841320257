//! What resources work with once the provider is configured.

use aws_config::SdkConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use tf_provider::Diagnostic;

use super::caller_identity::{self, CallerIdentity};
use super::credentials::{self, CredentialSources};
use super::http::Http;
use super::profile_files::ProfileFiles;
use super::roles::{AssumedRole, Role};
use super::settings::{PlanChecks, Settings};
use super::sts::Sts;
use super::{allowed_accounts, missing_region, retry_settings, sdk_config};
use crate::gateway::{Endpoint, Gateway, GatewaySettings, UserAgent};

/// A configured provider: one account and region of AWS, and how to work there.
#[derive(Debug)]
pub struct Session {
    /// API Gateway.
    pub gateway: Gateway,
    /// What plan makes of what it finds there.
    pub plan_checks: PlanChecks,
    caller: CallerIdentity,
}

impl Session {
    /// Starts a session with what the provider block, the environment and the
    /// profile say. Asks STS in the background; waits for its answer only if the
    /// provider block lists accounts.
    ///
    /// # Errors
    /// What is missing or wrong, and how to give it.
    pub(super) async fn start(mut settings: Settings, terraform_version: &str) -> Result<Self, Diagnostic> {
        let http = Http::new(&settings)?;
        let files = ProfileFiles::new(&settings)?;
        if let Some(profile) = &settings.profile
            && settings.access_key.is_none()
            && settings.assume_role_with_web_identity.is_none()
            && files.lack(profile).await
        {
            return Err(credentials::no_profile(profile, &files));
        }
        let mut sdk = sdk_config::load(&settings, &files, &http).await;
        let Some(region) = sdk.region().map(ToString::to_string) else {
            return Err(missing_region::diagnostic(&settings, &files).await);
        };

        let user_agent = user_agent(&settings, terraform_version);
        let sts_endpoint = settings.endpoints.sts.clone();
        let sts_http = http.client_for(sts_endpoint.as_deref().or(sdk.endpoint_url()));
        let sts =
            |sdk: &SdkConfig| Sts::new(sdk, sts_http.clone(), sts_endpoint.as_deref(), user_agent.clone());
        // The role with a token comes first, because it needs no credentials.
        let with_token = settings.assume_role_with_web_identity.take().map(Role::with_token).transpose()?;
        let signed = std::mem::take(&mut settings.assume_role).into_iter().map(Role::Signed);
        for role in with_token.into_iter().chain(signed) {
            let provider = SharedCredentialsProvider::new(AssumedRole { sts: sts(&sdk), role });
            sdk = sdk.into_builder().credentials_provider(provider).build();
        }

        let sources = CredentialSources { profile: settings.profile.clone(), files };
        let caller = if settings.skip_credentials_validation == Some(true)
            && !allowed_accounts::are_listed(&settings)
        {
            CallerIdentity::find_out(caller_identity::unasked(sdk.clone(), sources))
        } else {
            CallerIdentity::find_out(caller_identity::from_sts(sts(&sdk), sources))
        };
        if allowed_accounts::are_listed(&settings)
            && let Some(account) = caller.account().await?
        {
            allowed_accounts::check(account, &settings)?;
        }
        let gateway = gateway(&settings, &sdk, &http, user_agent.clone(), region);
        Ok(Self { gateway, plan_checks: settings.plan_checks, caller })
    }

    /// Waits until STS has said which account the credentials belong to; `None` when
    /// it is not asked.
    ///
    /// # Errors
    /// Why the account is not known; the same each time.
    pub async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        self.caller.account().await
    }

    /// How messages call this place: `account 123456789012, region eu-west-1`. The
    /// account is left out as long as it is not known.
    pub fn place(&self) -> String {
        let region = self.gateway.region();
        match self.caller.known_account() {
            Some(account) => format!("account {account}, region {region}"),
            None => format!("region {region}"),
        }
    }
}

fn gateway(
    settings: &Settings,
    sdk: &SdkConfig,
    http: &Http,
    user_agent: UserAgent,
    region: String,
) -> Gateway {
    let endpoint = |url: &Option<String>| Endpoint {
        http: http.client_for(url.as_deref().or(sdk.endpoint_url())),
        url: url.clone(),
    };
    Gateway::new(&GatewaySettings {
        sdk,
        region,
        v2: endpoint(&settings.endpoints.apigatewayv2),
        v1: endpoint(&settings.endpoints.apigateway),
        user_agent,
        retries: retry_settings::from(settings, sdk),
        requests_per_second: settings.max_requests_per_second,
    })
}

fn user_agent(settings: &Settings, terraform_version: &str) -> UserAgent {
    let mut products = vec![
        format!("terraform-provider-apigatewayv2/{}", env!("CARGO_PKG_VERSION")),
        format!("Terraform/{terraform_version}"),
    ];
    products.extend(settings.user_agent.iter().cloned());
    products.extend(std::env::var("TF_APPEND_USER_AGENT").ok());
    UserAgent::new(&products)
}

#[cfg(test)]
impl Session {
    /// A session of account 123456789012.
    pub(crate) fn of(gateway: Gateway, plan_checks: PlanChecks) -> Self {
        let caller = CallerIdentity::find_out(async { Ok(Some("123456789012".to_owned())) });
        Self { gateway, plan_checks, caller }
    }
}
