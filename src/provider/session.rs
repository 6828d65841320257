//! What resources work with once the provider is configured.

use aws_config::identity::IdentityCache;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_async::time::SystemTimeSource;
use tf_provider::Diagnostic;
use tokio::sync::watch;

use super::caller_identity::{self, CallerIdentity};
use super::credentials::{self, Metadata, Surroundings};
use super::parent_process::ParentProcess;
use super::profile_files::Profiles;
use super::resolution::Resolution;
use super::settings::Settings;
use super::sources::Sources;
use super::sts::Sts;
use super::user_agent::user_agent;
use super::variables::Variables;
use super::{allowed_accounts, http, region};
use crate::findings::Severities;
use crate::gateway::{Endpoint, GatewaySettings, Gateways};
use crate::names::Region;

/// A configured provider: one account of AWS, and how to work there.
#[derive(Debug)]
pub struct Session {
    /// The region of mappings, lists and imports that name none.
    pub region: Region,
    /// Whether regions are called that AWS does not have.
    pub(super) takes_any_region: bool,
    /// What becomes of what plan finds in the account.
    pub severities: Severities,
    /// What started this process.
    pub parent: ParentProcess,
    pub(super) gateways: Gateways,
    pub(super) caller: CallerIdentity,
    /// The same, also where the provider block skips asking for it.
    pub(super) certain_caller: CallerIdentity,
}

impl Session {
    /// Starts a session with what the provider block, the environment and the
    /// profile say. Waits for credentials, so that a failure to get any is one error and not
    /// one of each resource. Asks STS in the background; waits for its answer only if the
    /// provider block lists accounts. No call to API Gateway is made once the run is
    /// `interrupted`, save to find out what became of a write.
    ///
    /// # Errors
    /// What is missing or wrong, and how to give it.
    pub(super) async fn start(
        settings: Settings,
        terraform_version: &str,
        interrupted: watch::Receiver<bool>,
    ) -> Result<Self, Diagnostic> {
        let parent = ParentProcess::find_out(&settings);
        let variables = Variables::of_process();
        let profiles = Profiles::read(&settings, &variables).await?;
        let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
        let resolution = Resolution::decide(&sources, credentials::is_instance().await)?;

        let http = http::client(resolution.proxies, resolution.ca_bundle).await?;
        let metadata = Metadata::new(resolution.metadata, http.clone());
        let region = match resolution.region {
            Some(region) => region,
            None => metadata.region().await.map_err(|why| region::missing(&sources, &why))?,
        };
        let mut sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(aws_config::Region::new(region.to_string()))
            .http_client(http.clone())
            .time_source(SystemTimeSource::new())
            // Credentials are held by their provider, for all clients together.
            .identity_cache(IdentityCache::no_cache());
        sdk.set_use_fips(resolution.use_fips);
        sdk.set_use_dual_stack(resolution.use_dualstack);
        sdk.set_app_name(resolution.app_name);
        let sdk = sdk.build();

        let user_agent = user_agent(&settings, &variables, terraform_version);
        let endpoint = |url: &Option<String>| Endpoint { http: http.clone(), url: url.clone() };
        let sts_region = resolution.sts_region.map(|region| aws_config::Region::new(region.to_string()));
        let sts = |sdk: &SdkConfig| {
            let region = sts_region.clone().or_else(|| sdk.region().cloned());
            let sdk = sdk.to_builder().region(region).build();
            Sts::new(&sdk, endpoint(&resolution.endpoints.sts), user_agent.clone())
        };
        let surroundings = Surroundings {
            sdk: &sdk,
            http: &http,
            endpoints: &resolution.endpoints,
            metadata,
            sts: &sts,
            interrupted: interrupted.clone(),
        };
        let credentials = credentials::provider(resolution.credentials, surroundings);
        credentials.provide_credentials().await.map_err(|error| credentials::diagnostic(&error))?;
        let sdk = sdk.to_builder().credentials_provider(credentials).build();

        let accounts_are_listed = allowed_accounts::are_listed(&settings);
        let is_skipped = [settings.skip_credentials_validation, settings.skip_requesting_account_id];
        let certain_caller = CallerIdentity::when_asked_for(caller_identity::from_sts(sts(&sdk)));
        let caller = if accounts_are_listed || !is_skipped.contains(&Some(true)) {
            certain_caller.clone()
        } else {
            CallerIdentity::when_asked_for(async { Ok(None) })
        };
        caller.find_out();
        if accounts_are_listed {
            allowed_accounts::check(caller.account().await?, &settings)?;
        }
        let gateways = Gateways::new(GatewaySettings {
            sdk,
            v2: endpoint(&resolution.endpoints.apigatewayv2),
            v1: endpoint(&resolution.endpoints.apigateway),
            retries: resolution.retries,
            requests_per_second: settings.max_requests_per_second,
            user_agent,
            interrupted,
        });
        let takes_any_region = settings.skip_region_validation == Some(true);
        let severities = Severities::new(settings.plan_checks, settings.findings);
        Ok(Self { region, takes_any_region, parent, gateways, severities, caller, certain_caller })
    }

    /// Waits until STS has said which account the credentials belong to; `None` when
    /// it is not asked.
    ///
    /// # Errors
    /// Why the account is not known; the same each time.
    pub async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        self.caller.account().await
    }

    /// Asks STS for the account, even if the provider block skips that.
    ///
    /// # Errors
    /// Why the account is not known; the same each time.
    pub async fn certain_account(&self) -> Result<Option<&str>, Diagnostic> {
        self.certain_caller.account().await
    }

    /// The account, if it is known by now.
    pub fn known_account(&self) -> Option<&str> {
        self.caller.known_account()
    }
}

#[cfg(test)]
impl Session {
    /// A session of account 123456789012 in region eu-west-1.
    pub(crate) fn of(settings: GatewaySettings, severities: Severities) -> Self {
        let caller = CallerIdentity::when_asked_for(async { Ok(Some("123456789012".to_owned())) });
        caller.find_out();
        let region = Region::from_api("eu-west-1").expect("a region");
        Self {
            region,
            takes_any_region: false,
            parent: ParentProcess::default(),
            gateways: Gateways::new(settings),
            severities,
            certain_caller: caller.clone(),
            caller,
        }
    }
}
