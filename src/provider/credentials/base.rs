//! The sources of credentials, as settings describe them.

use aws_credential_types::Credentials;

use super::container_endpoint::ContainerEndpoint;
use crate::provider::settings::AssumeRoleWithWebIdentity;

/// The source of the first credentials, before roles are assumed.
// No `Debug`: it holds secrets.
pub(super) enum Base {
    /// Keys of the provider block, the environment or a profile.
    Keys(Credentials),
    /// A role, for a token of an identity provider.
    Token(AssumeRoleWithWebIdentity),
    /// A program that a profile names.
    Process { profile: String, command: String },
    /// IAM Identity Center.
    Sso(SsoRole),
    /// A session that `aws login` has made.
    Login { profile: String, session: String },
    /// The endpoint for credentials that a container has.
    Container(ContainerEndpoint),
    /// The instance's role.
    Metadata,
}

/// A role of IAM Identity Center, as a profile describes it.
pub(super) struct SsoRole {
    pub(super) profile: String,
    pub(super) session: Option<String>,
    pub(super) start_url: String,
    pub(super) region: String,
    pub(super) account: String,
    pub(super) role: String,
}
