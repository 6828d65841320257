//! Makes a provider of credentials of what was decided.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_config::login::LoginCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::sync::watch;

use super::base::Base;
use super::container::Container;
use super::held::Held;
use super::login::{self, Login};
use super::metadata::{InstanceRole, Metadata};
use super::plan::CredentialPlan;
use super::process::{self, Process};
use super::roles::{AssumedRole, Role};
use super::sso::Sso;
use crate::provider::endpoint_urls::EndpointUrls;
use crate::provider::sts::Sts;

/// The longest that one step may take, where nothing else limits it.
const LIMIT: Duration = Duration::from_secs(20);

/// What sources of credentials need.
pub(in crate::provider) struct Surroundings<'a> {
    /// Region and endpoints, without credentials.
    pub(in crate::provider) sdk: &'a SdkConfig,
    pub(in crate::provider) http: &'a SharedHttpClient,
    pub(in crate::provider) endpoints: &'a EndpointUrls,
    pub(in crate::provider) metadata: Metadata,
    /// A client of STS that signs with the credentials of a configuration.
    pub(in crate::provider) sts: &'a dyn Fn(&SdkConfig) -> Sts,
    pub(in crate::provider) interrupted: watch::Receiver<bool>,
}

/// The provider that every client takes. Each step of it is asked once, and again only
/// when what it gave expires.
pub(in crate::provider) fn provider(
    plan: CredentialPlan,
    surroundings: Surroundings<'_>,
) -> SharedCredentialsProvider {
    let Surroundings { sdk, http, endpoints, metadata, sts, interrupted } = surroundings;
    let at = |url: &Option<String>| {
        let Some(url) = url else { return sdk.clone() };
        // A named address is called as it is, and the SDK refuses one beside these.
        sdk.to_builder().endpoint_url(url).use_fips(false).use_dual_stack(false).build()
    };
    // The longest that the first credentials may take.
    let limit = match &plan.base {
        // Its own limit ends it first, in words of its own.
        Base::Process { .. } => process::LIMIT + LIMIT,
        // It is asked for a role, and then for its keys.
        Base::Metadata => LIMIT + 2 * metadata.settings.limit(),
        _ => LIMIT,
    };
    let base = match plan.base {
        Base::Keys(keys) => SharedCredentialsProvider::new(keys),
        Base::Token(role) => {
            held("STS", AssumedRole { sts: sts(sdk), role: Role::WithToken(role) }, limit, &interrupted)
        }
        Base::Process { profile, command } => {
            held("the credential_process", Process { profile, command }, limit, &interrupted)
        }
        Base::Sso(role) => {
            let source = Sso { role, sso: at(&endpoints.sso), sso_oidc: at(&endpoints.sso_oidc) };
            held("IAM Identity Center", source, limit, &interrupted)
        }
        Base::Login { profile, session } => {
            let config = ProviderConfig::without_region()
                .with_region(sdk.region().cloned())
                .with_http_client(login::client(http, endpoints.sign_in.clone()));
            let session = LoginCredentialsProvider::builder(session).configure(&config).build();
            held("the sign-in service", Login { profile, session }, limit, &interrupted)
        }
        Base::Container(endpoint) => {
            held("the container's endpoint", Container::new(endpoint, http.clone()), limit, &interrupted)
        }
        Base::Metadata => {
            let source = InstanceRole { metadata, passed_over: plan.passed_over };
            held("EC2 instance metadata", source, limit, &interrupted)
        }
    };
    let (credentials, _) = plan.roles.into_iter().fold((base, limit), |(credentials, limit), role| {
        let signed_with_these = sdk
            .to_builder()
            .credentials_provider(credentials)
            .identity_cache(IdentityCache::no_cache())
            .build();
        let role = AssumedRole { sts: sts(&signed_with_these), role: Role::Signed(role) };
        // The credentials that sign its call may have to be loaded first.
        let limit = limit + LIMIT;
        (held("STS", role, limit, &interrupted), limit)
    });
    credentials
}

fn held(
    name: &'static str,
    source: impl ProvideCredentials + 'static,
    limit: Duration,
    interrupted: &watch::Receiver<bool>,
) -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Held::new(name, source, limit, interrupted.clone()))
}
