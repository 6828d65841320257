//! Region, credentials and endpoints for the SDK's clients.

use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;

use super::http::Http;
use super::profile_files::ProfileFiles;
use super::settings::Settings;

/// The longest that loading credentials may take: enough for a credential process
/// or a refreshed SSO session.
pub(super) const LOAD_TIMEOUT: Duration = Duration::from_secs(20);

/// What the provider block says, else the environment, else the profile. Roles of
/// the provider block are not assumed yet.
pub(super) async fn load(settings: &Settings, files: &ProfileFiles, http: &Http) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.client_for(None))
        .identity_cache(IdentityCache::lazy().load_timeout(LOAD_TIMEOUT).build())
        .profile_files(files.files.clone());
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(fips) = settings.use_fips_endpoint {
        loader = loader.use_fips(fips);
    }
    if let Some(dualstack) = settings.use_dualstack_endpoint {
        loader = loader.use_dual_stack(dualstack);
    }
    if let (Some(access_key), Some(secret_key)) = (&settings.access_key, &settings.secret_key) {
        let token = settings.token.clone();
        let keys = Credentials::new(access_key, secret_key, token, None, "provider block");
        loader = loader.credentials_provider(keys);
    } else if let Some(profile) = &settings.profile {
        // A profile that the provider block names comes before keys in the environment.
        let config = ProviderConfig::without_region()
            .with_region(settings.region.clone().map(Region::new))
            .with_http_client(http.client_for(None));
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&config)
            .profile_files(files.files.clone())
            .profile_name(profile);
        loader = loader.credentials_provider(provider.build());
    }
    loader.load().await
}
