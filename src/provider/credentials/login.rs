//! A session that `aws login` has made.

use std::fmt;

use aws_config::login::LoginCredentialsProvider;
use aws_credential_types::provider::{self, ProvideCredentials, future};

use super::failure::Failure;
use crate::gateway::causes;

/// Credentials of a session that `aws login` has made.
pub(super) struct Login {
    pub(super) profile: String,
    pub(super) session: LoginCredentialsProvider,
}

impl Login {
    async fn credentials(&self) -> provider::Result {
        self.session.provide_credentials().await.map_err(|error| {
            let profile = &self.profile;
            let why = causes::root_words(&error);
            let words = format!(
                "the sign-in session of the profile {profile:?} gave no credentials: {}",
                why.trim_end_matches('.')
            );
            Failure::of_source(words, &format!("Run `aws login --profile {profile}`.")).into()
        })
    }
}

impl ProvideCredentials for Login {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

// The SDK prints its providers at debug level.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}
