//! What resources work with once the provider is configured.

use aws_config::SdkConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use tf_provider::Diagnostic;
use tokio::sync::watch;

use super::caller_identity::{self, CallerIdentity};
use super::http::Http;
use super::missing_credentials::{self, CredentialSources};
use super::profile_files::ProfileFiles;
use super::roles::{AssumedRole, Role};
use super::settings::{PlanChecks, Settings};
use super::sts::Sts;
use super::user_agent::user_agent;
use super::{allowed_accounts, missing_region, retry_settings, sdk_config};
use crate::gateway::{Endpoint, GatewaySettings, Gateways};
use crate::names::Region;

/// A configured provider: one account of AWS, and how to work there.
#[derive(Debug)]
pub struct Session {
    /// The region of what names none.
    pub region: Region,
    /// What plan makes of what it finds in the account.
    pub plan_checks: PlanChecks,
    pub(super) gateways: Gateways,
    pub(super) caller: CallerIdentity,
}

impl Session {
    /// Starts a session with what the provider block, the environment and the
    /// profile say. Asks STS in the background; waits for its answer only if the
    /// provider block lists accounts. No call to API Gateway is made once the run is
    /// `interrupted`, save to find out what became of a write.
    ///
    /// # Errors
    /// What is missing or wrong, and how to give it.
    pub(super) async fn start(
        mut settings: Settings,
        terraform_version: &str,
        interrupted: watch::Receiver<bool>,
    ) -> Result<Self, Diagnostic> {
        let http = Http::new(&settings)?;
        let files = ProfileFiles::new(&settings)?;
        if let Some(profile) = &settings.profile
            && settings.access_key.is_none()
            && settings.assume_role_with_web_identity.is_none()
            && files.lack(profile).await
        {
            return Err(missing_credentials::no_profile(profile, &files));
        }
        let mut sdk = sdk_config::load(&settings, &files, &http).await;
        let Some(region) = sdk.region() else {
            return Err(missing_region::diagnostic(&settings, &files).await);
        };
        let region = Region::from_api(region.as_ref()).ok_or_else(|| missing_region::unusable(region))?;

        let user_agent = user_agent(&settings, terraform_version);
        let sts_url = settings.endpoints.sts.clone();
        let sts = |sdk: &SdkConfig| Sts::new(sdk, endpoint(&sts_url, sdk, &http), user_agent.clone());
        // The role with a token comes first, because it needs no credentials.
        let with_token = settings.assume_role_with_web_identity.take().map(Role::with_token).transpose()?;
        let signed = std::mem::take(&mut settings.assume_role).into_iter().map(Role::Signed);
        for role in with_token.into_iter().chain(signed) {
            let provider = SharedCredentialsProvider::new(AssumedRole { sts: sts(&sdk), role });
            sdk = sdk.into_builder().credentials_provider(provider).build();
        }

        let sources = CredentialSources { profile: settings.profile.clone(), files };
        let accounts_are_listed = allowed_accounts::are_listed(&settings);
        let caller = if accounts_are_listed || settings.skip_credentials_validation != Some(true) {
            CallerIdentity::find_out(caller_identity::from_sts(sts(&sdk), sources))
        } else {
            CallerIdentity::find_out(caller_identity::unasked(sdk.clone(), sources))
        };
        if accounts_are_listed {
            allowed_accounts::check(caller.account().await?, &settings)?;
        }
        let gateways = Gateways::new(GatewaySettings {
            v2: endpoint(&settings.endpoints.apigatewayv2, &sdk, &http),
            v1: endpoint(&settings.endpoints.apigateway, &sdk, &http),
            retries: retry_settings::from(&settings, &sdk),
            requests_per_second: settings.max_requests_per_second,
            user_agent,
            interrupted,
            sdk,
        });
        Ok(Self { region, gateways, plan_checks: settings.plan_checks, caller })
    }

    /// Waits until STS has said which account the credentials belong to; `None` when
    /// it is not asked.
    ///
    /// # Errors
    /// Why the account is not known; the same each time.
    pub async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        self.caller.account().await
    }

    /// The account, if it is known by now.
    pub fn known_account(&self) -> Option<&str> {
        self.caller.known_account()
    }
}

/// An endpoint whose URL the provider block, else the environment or the profile gives.
fn endpoint(url: &Option<String>, sdk: &SdkConfig, http: &Http) -> Endpoint {
    Endpoint { http: http.client_for(url.as_deref().or(sdk.endpoint_url())), url: url.clone() }
}

#[cfg(test)]
impl Session {
    /// A session of account 123456789012 in region eu-west-1.
    pub(crate) fn of(settings: GatewaySettings, plan_checks: PlanChecks) -> Self {
        let caller = CallerIdentity::find_out(async { Ok(Some("123456789012".to_owned())) });
        let region = Region::from_api("eu-west-1").expect("a region");
        Self { region, gateways: Gateways::new(settings), plan_checks, caller }
    }
}
