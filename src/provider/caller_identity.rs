//! The account that the credentials belong to.
//!
//! STS is asked once, in the background, so that the first reads need not wait for
//! its answer. All that want to know the account share the answer.

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tf_provider::Diagnostic;

use super::credentials;
use super::sts::{Sts, StsError};
use crate::diagnostic::{RENEW_SESSION, general};

/// The account id, or `None` if STS is not to be asked.
type Account = Result<Option<String>, Diagnostic>;

/// The account that the credentials belong to, known sooner or later.
#[derive(Clone, Debug)]
pub(super) struct CallerIdentity(Shared<BoxFuture<'static, Account>>);

impl CallerIdentity {
    /// An account that is found out when it is asked for.
    pub(super) fn when_asked_for(account: impl Future<Output = Account> + Send + 'static) -> Self {
        Self(account.boxed().shared())
    }

    /// Starts to find the account out. Must be called on a runtime, which drops the
    /// task when it shuts down.
    pub(super) fn find_out(&self) {
        tokio::spawn(self.0.clone());
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
pub(super) async fn from_sts(sts: Sts) -> Account {
    match sts.answer("GetCallerIdentity", sts.client.get_caller_identity().send()).await {
        Ok(identity) => match identity.account().filter(|account| !account.is_empty()) {
            Some(account) => Ok(Some(account.to_owned())),
            None => Err(general(
                "AWS Account Unknown",
                "STS answered without an account. Check which endpoint answers for STS. If it is a stand-in without \
                 accounts, set skip_credentials_validation = true in the provider block.",
            )),
        },
        Err(StsError::NoCredentials(error)) => Err(credentials::diagnostic(&*error)),
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
        Err(error @ StsError::AuthorityAsServer(_)) => {
            Err(general("Certificate Not Trusted", format!("{error}.")))
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn the_account_is_found_out_once_however_many_wait_and_known_then() {
        let (asked, answer) = (Arc::new(AtomicU32::new(0)), Arc::new(Semaphore::new(0)));
        let caller = CallerIdentity::when_asked_for({
            let (asked, answer) = (asked.clone(), answer.clone());
            async move {
                asked.fetch_add(1, Ordering::Relaxed);
                let _permit = answer.acquire().await;
                Ok(Some("123456789012".to_owned()))
            }
        });
        caller.find_out();
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
        let caller =
            CallerIdentity::when_asked_for(async { Err(general("STS Not Reachable", "It is down.")) });
        let first = caller.account().await.unwrap_err();
        assert_eq!(first.summary, "STS Not Reachable");
        assert_eq!(caller.account().await.unwrap_err(), first);
        assert_eq!(caller.known_account(), None);
    }
}
