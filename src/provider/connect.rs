//! From settings to a connected gateway.
//!
//! Region first, then credentials, then the account: each either known within
//! seconds, or one clear error.

use std::error::Error;
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use tf_provider::{AttributePath, Diagnostic};

use super::account;
use super::connection::Session;
use super::http::Http;
use super::retries::patience;
use super::roles::{Assumed, AssumedWithToken, NotAssumed};
use super::settings::Settings;
use crate::diagnostic::{about, general};
use crate::gateway::{Endpoint, Gateway, GatewaySettings, UserAgent, explain};

/// The longest that looking for credentials may take: enough for a credential
/// process or a refreshed SSO session.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(20);

/// Connects.
///
/// # Errors
/// What is missing or wrong, and how to give it.
pub(super) async fn connect(mut settings: Settings, terraform: &str) -> Result<Session, Diagnostic> {
    let http = Http::new(&settings)?;
    let user_agent = user_agent(&settings, terraform);
    let sdk = sdk_config(&settings, &http).await?;
    let region = sdk.region().map(ToString::to_string).ok_or_else(|| missing_region(&settings))?;

    let sts_http = http.client_for(settings.endpoints.sts.as_deref().or(sdk.endpoint_url()));
    let sts_endpoint = settings.endpoints.sts.clone();
    let sts_for =
        |sdk: &SdkConfig| account::sts(sdk, sts_http.clone(), sts_endpoint.as_deref(), user_agent.clone());
    let mut sdk = sdk;
    if let Some(identity) = settings.web_identity.take() {
        let assumed = AssumedWithToken { sts: sts_for(&sdk), identity };
        sdk = with_credentials(sdk, assumed);
    }
    for role in std::mem::take(&mut settings.roles) {
        let assumed = Assumed { sts: sts_for(&sdk), role };
        sdk = with_credentials(sdk, assumed);
    }

    if settings.skip_credentials_validation {
        find_credentials(&sdk, &settings).await?;
    }
    let identity = account::identify(&sts_for(&sdk), &settings).await;
    let account = identity.map_err(|failure| failure.diagnostic(&settings))?;
    account::permitted(account.as_deref(), &settings)?;

    let endpoint = |url: &Option<String>| Endpoint {
        http: http.client_for(url.as_deref().or(sdk.endpoint_url())),
        url: url.clone(),
    };
    let gateway = Gateway::new(&GatewaySettings {
        sdk: &sdk,
        region,
        v2: endpoint(&settings.endpoints.apigatewayv2),
        v1: endpoint(&settings.endpoints.apigateway),
        retries: patience(&settings, &sdk),
        requests_per_second: settings.pace,
        user_agent,
    });
    Ok(Session { gateway, plan_checks: settings.plan_checks, account })
}

/// What provider block, environment and profile say together.
async fn sdk_config(settings: &Settings, http: &Http) -> Result<SdkConfig, Diagnostic> {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.client_for(None))
        .identity_cache(IdentityCache::lazy().load_timeout(CREDENTIALS_TIMEOUT).build());
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    let files = profile_files(settings)?;
    if let Some(files) = &files {
        loader = loader.profile_files(files.clone());
    }
    if let Some(fips) = settings.fips {
        loader = loader.use_fips(fips);
    }
    if let Some(dualstack) = settings.dualstack {
        loader = loader.use_dual_stack(dualstack);
    }
    if let Some(keys) = &settings.keys {
        loader = loader.credentials_provider(Credentials::new(
            &keys.access_key,
            &keys.secret_key,
            keys.token.clone(),
            None,
            "provider block",
        ));
    } else if let Some(profile) = &settings.profile {
        // A profile that the configuration names comes before keys in the environment.
        let config = ProviderConfig::without_region()
            .with_region(settings.region.clone().map(Region::new))
            .with_http_client(http.client_for(None));
        let mut builder = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile);
        if let Some(files) = files {
            builder = builder.profile_files(files);
        }
        loader = loader.credentials_provider(builder.build());
    }
    Ok(loader.load().await)
}

fn profile_files(settings: &Settings) -> Result<Option<EnvConfigFiles>, Diagnostic> {
    let kinds = [
        ("shared_config_files", EnvConfigFileKind::Config, &settings.config_files),
        ("shared_credentials_files", EnvConfigFileKind::Credentials, &settings.credentials_files),
    ];
    if kinds.iter().all(|(_, _, paths)| paths.is_empty()) {
        return Ok(None);
    }
    let mut files = EnvConfigFiles::builder();
    for (attribute, kind, paths) in kinds {
        if paths.is_empty() {
            files = match kind {
                EnvConfigFileKind::Config => files.include_default_config_file(true),
                _ => files.include_default_credentials_file(true),
            };
        }
        for (index, path) in (0_i64..).zip(paths) {
            let path = super::http::expand_home(path);
            if let Err(error) = std::fs::metadata(&path) {
                return Err(about(
                    AttributePath::new(attribute).index(index),
                    "Unreadable Shared File",
                    format!(
                        "{attribute} names {}, which cannot be read: {error}. Correct the path, or leave the \
                         attribute out to use the default file.",
                        path.display()
                    ),
                ));
            }
            files = files.with_file(kind, path);
        }
    }
    Ok(Some(files.build()))
}

fn with_credentials(sdk: SdkConfig, provider: impl ProvideCredentials + 'static) -> SdkConfig {
    sdk.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build()
}

/// Looks whether there are credentials at all, for when STS is not asked.
async fn find_credentials(sdk: &SdkConfig, settings: &Settings) -> Result<(), Diagnostic> {
    let Some(provider) = sdk.credentials_provider() else {
        return Err(credentials_not_found(settings, "no source of credentials is set up"));
    };
    match tokio::time::timeout(CREDENTIALS_TIMEOUT, provider.provide_credentials()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(no_credentials(settings, &error)),
        Err(_) => Err(credentials_not_found(settings, "the sources of credentials did not answer in time")),
    }
}

/// The error of type `E` among the causes of `error`.
pub(super) fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}

/// Why there are no credentials.
pub(super) fn no_credentials(settings: &Settings, error: &CredentialsError) -> Diagnostic {
    match cause::<NotAssumed>(error) {
        Some(NotAssumed { arn, said }) => role_not_assumed(arn, said),
        None => credentials_not_found(settings, &explain(error)),
    }
}

fn role_not_assumed(arn: &str, said: &str) -> Diagnostic {
    general(
        "Role Not Assumed",
        format!(
            "The role {arn} could not be assumed. Check its ARN, that its trust policy names the identity that \
             assumes it, and that this identity may call sts:AssumeRole on it. The cause: {said}"
        ),
    )
}

/// There are no credentials, or they could not be got.
fn credentials_not_found(settings: &Settings, cause: &str) -> Diagnostic {
    let looked = match (&settings.keys, &settings.profile) {
        (Some(_), _) => "the provider block's keys".to_owned(),
        (None, Some(profile)) => format!("the profile {profile:?}"),
        (None, None) => "the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), the shared \
                         configuration and credentials files, web identity, and container and instance \
                         metadata"
            .to_owned(),
    };
    general(
        "No Valid AWS Credentials",
        format!(
            "The provider looked for credentials in {looked}, and found none that can be used. Set the AWS_* \
             variables, name a profile, or log in with the AWS CLI. The cause: {cause}"
        ),
    )
}

fn missing_region(settings: &Settings) -> Diagnostic {
    let profile = settings.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok());
    about(
        AttributePath::new("region"),
        "Missing AWS Region",
        format!(
            "No region is set: not in the provider block, not in AWS_REGION or AWS_DEFAULT_REGION, and not in \
             the profile {:?}; and no instance metadata told one. Set region in the provider block, or \
             AWS_REGION in the environment.",
            profile.as_deref().unwrap_or("default")
        ),
    )
}

fn user_agent(settings: &Settings, terraform: &str) -> UserAgent {
    let mut products = vec![
        format!("terraform-provider-apigatewayv2/{}", env!("CARGO_PKG_VERSION")),
        format!("Terraform/{terraform}"),
    ];
    products.extend(settings.user_agent.iter().cloned());
    products.extend(std::env::var("TF_APPEND_USER_AGENT").ok());
    UserAgent::new(&products)
}
