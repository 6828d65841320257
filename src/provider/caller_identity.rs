//! The account that the credentials belong to.
//!
//! STS is asked once, in the background, so that the first reads need not wait for
//! its answer. All that want to know the account share the answer.

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tf_provider::Diagnostic;

use super::missing_credentials::CredentialSources;
use super::sdk_config::LOAD_TIMEOUT;
use super::sts::{Sts, StsError};
use crate::diagnostic::{RENEW_SESSION, general};

/// The account id, or `None` if STS is not to be asked.
type Account = Result<Option<String>, Diagnostic>;

/// The account that the credentials belong to, known sooner or later.
#[derive(Clone, Debug)]
pub(super) struct CallerIdentity(Shared<BoxFuture<'static, Account>>);

impl CallerIdentity {
    /// Starts to find the account out. Must be called on a runtime, which drops the
    /// task when it shuts down.
    pub(super) fn find_out(account: impl Future<Output = Account> + Send + 'static) -> Self {
        let account = account.boxed().shared();
        tokio::spawn(account.clone());
        Self(account)
    }

    /// Waits for the account.
    ///
    /// # Errors
    /// Why it is not known; the same each time.
    pub(super) async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        self.0.clone().await?;
        Ok(self.known_account())
    }

    /// The account, if it is known by now.
    pub(super) fn known_account(&self) -> Option<&str> {
        self.0.peek()?.as_ref().ok()?.as_deref()
    }
}

/// Asks STS for the account.
pub(super) async fn from_sts(sts: Sts, sources: CredentialSources) -> Account {
    match sts.answer("GetCallerIdentity", sts.client.get_caller_identity().send()).await {
        Ok(identity) => Ok(identity.account().map(str::to_owned)),
        Err(StsError::NoCredentials(error)) => Err(sources.diagnostic(&*error).await),
        Err(error @ StsError::SessionExpired(_)) => Err(general(
            "Session Expired",
            format!("The session of the credentials has expired. {RENEW_SESSION}, and run again. {error}"),
        )),
        Err(error @ StsError::Refused(_)) => Err(general(
            "Credentials Not Accepted",
            format!(
                "Renew the credentials if they have expired, and check that the region is enabled in their \
                 account. {error}"
            ),
        )),
        Err(error @ StsError::UntrustedCertificate(_)) => Err(general(
            "Certificate Not Trusted",
            format!(
                "{error}. If a proxy on the way opens the connections, set custom_ca_bundle in the provider block, or \
                 AWS_CA_BUNDLE, to a file with its certificates. Otherwise check the endpoint."
            ),
        )),
        Err(error @ StsError::NoSuchHost(_)) => Err(general(
            "STS Not Found",
            format!(
                "{error}. Check that the provider's region is one of AWS, and its endpoints and the network."
            ),
        )),
        Err(error) => Err(general(
            "STS Not Reachable",
            format!(
                "{error}. Check the network, the proxy and the endpoint. If there is no STS at this endpoint, set \
                 skip_credentials_validation = true in the provider block."
            ),
        )),
    }
}

/// Finds out only whether there are credentials, for users who do not want STS to
/// be asked.
pub(super) async fn unasked(sdk: SdkConfig, sources: CredentialSources) -> Account {
    let Some(provider) = sdk.credentials_provider() else { return Ok(None) };
    let loaded = tokio::time::timeout(LOAD_TIMEOUT, provider.provide_credentials()).await;
    match loaded.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(LOAD_TIMEOUT))) {
        Ok(_) => Ok(None),
        Err(error) => Err(sources.diagnostic(&error).await),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn the_account_is_found_out_once_however_many_wait_and_known_then() {
        let (asked, answer) = (Arc::new(AtomicU32::new(0)), Arc::new(Semaphore::new(0)));
        let caller = CallerIdentity::find_out({
            let (asked, answer) = (asked.clone(), answer.clone());
            async move {
                asked.fetch_add(1, Ordering::Relaxed);
                let _permit = answer.acquire().await;
                Ok(Some("123456789012".to_owned()))
            }
        });
        // It is asked although no call waits for it.
        while asked.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(caller.known_account(), None);
        let waiting: Vec<_> = (0..10)
            .map(|_| {
                let caller = caller.clone();
                tokio::spawn(async move { caller.account().await.map(|account| account.map(str::to_owned)) })
            })
            .collect();
        answer.add_permits(1);
        for account in waiting {
            assert_eq!(account.await.unwrap().unwrap().as_deref(), Some("123456789012"));
        }
        assert_eq!(caller.known_account(), Some("123456789012"));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_failure_is_the_same_for_all() {
        let caller = CallerIdentity::find_out(async { Err(general("STS Not Reachable", "It is down.")) });
        let first = caller.account().await.unwrap_err();
        assert_eq!(first.summary, "STS Not Reachable");
        assert_eq!(caller.account().await.unwrap_err(), first);
        assert_eq!(caller.known_account(), None);
    }
}
