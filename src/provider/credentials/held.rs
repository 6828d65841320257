//! Credentials that are loaded once and held until they expire.

use std::fmt;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use tokio::sync::{Mutex, watch};

use super::failure::Failure;
use super::keys;

/// How long before they expire credentials are loaded anew.
const AHEAD: Duration = Duration::from_secs(60);

/// A source of credentials that is asked by one at a time, and again only when what it
/// gave is about to expire. Until it has given any, a failure is final: a program that asks
/// for a code is not started again by each call of a run.
pub(super) struct Held {
    /// What messages call the source: `IAM Identity Center`.
    name: &'static str,
    source: SharedCredentialsProvider,
    /// The longest that the source may take.
    limit: Duration,
    interrupted: watch::Receiver<bool>,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
enum Known {
    Credentials(Credentials),
    Failure(Failure),
}

impl Held {
    /// Credentials of `source`, which is given up when the run is interrupted.
    pub(super) fn new(
        name: &'static str,
        source: impl ProvideCredentials + 'static,
        limit: Duration,
        interrupted: watch::Receiver<bool>,
    ) -> Self {
        let source = SharedCredentialsProvider::new(source);
        Self { name, source, limit, interrupted, known: Mutex::default() }
    }

    async fn credentials(&self) -> provider::Result {
        let mut known = self.known.lock().await;
        let expires_in = |credentials: &Credentials| {
            let expiry = credentials.expiry()?;
            Some(expiry.duration_since(SystemTime::now()).unwrap_or_default())
        };
        let before = match &*known {
            Some(Known::Failure(failure)) => return Err(failure.clone().into()),
            Some(Known::Credentials(held)) if expires_in(held).is_none_or(|left| left > AHEAD) => {
                return Ok(held.clone());
            }
            Some(Known::Credentials(held)) => Some(held.clone()),
            None => None,
        };
        let loaded = self.load().await;
        match (loaded, before) {
            (Loaded::Credentials(credentials), _) => {
                *known = Some(Known::Credentials(credentials.clone()));
                Ok(credentials)
            }
            // Those from before last a little longer, and the next call tries again.
            (_, Some(before)) if expires_in(&before).is_some_and(|left| !left.is_zero()) => Ok(before),
            (Loaded::Failure(failure), None) => {
                *known = Some(Known::Failure(failure.clone()));
                Err(failure.into())
            }
            (Loaded::Failure(failure), Some(_)) => Err(failure.into()),
            (Loaded::Interrupted, _) => Err(interruption().into()),
        }
    }

    async fn load(&self) -> Loaded {
        let mut interrupted = self.interrupted.clone();
        // A sender that is gone interrupts nothing.
        let interruption = async {
            if interrupted.wait_for(|interrupted| *interrupted).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            () = interruption => Loaded::Interrupted,
            loaded = tokio::time::timeout(self.limit, self.source.provide_credentials()) => {
                match loaded.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(self.limit))) {
                    Ok(given) => match keys::from_source(&given) {
                        Ok(credentials) => Loaded::Credentials(credentials),
                        Err(part) => Loaded::Failure(Failure::of_source(
                            format!("{} gave {part}", self.name),
                            "Correct what it gives: keys as AWS gave them, each on one line.",
                        )),
                    },
                    Err(CredentialsError::ProviderTimedOut(_)) => Loaded::Failure(self.no_answer()),
                    Err(error) => Loaded::Failure(Failure::in_error(&error)),
                }
            }
        }
    }

    fn no_answer(&self) -> Failure {
        Failure::of_source(
            format!("{} gave no answer within {} seconds", self.name, self.limit.as_secs()),
            "Check the network, or give the credentials in another way.",
        )
    }
}

enum Loaded {
    Credentials(Credentials),
    Failure(Failure),
    Interrupted,
}

fn interruption() -> Failure {
    let words = "the run was interrupted before there were credentials".to_owned();
    Failure::called("Interrupted", words, "The run was interrupted before there were credentials.".to_owned())
}

impl ProvideCredentials for Held {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

// It holds secrets, and the SDK prints its providers at debug level.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Gives what a function of the number of the call says.
    struct Source<F> {
        asked: Arc<AtomicU32>,
        answer: F,
    }

    impl<F> fmt::Debug for Source<F> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Source")
        }
    }

    impl<F: Fn(u32) -> provider::Result + Send + Sync> ProvideCredentials for Source<F> {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            future::ProvideCredentials::new(async {
                tokio::task::yield_now().await;
                (self.answer)(self.asked.fetch_add(1, Ordering::Relaxed) + 1)
            })
        }
    }

    fn held(answer: impl Fn(u32) -> provider::Result + Send + Sync + 'static) -> (Arc<Held>, Arc<AtomicU32>) {
        let asked = Arc::new(AtomicU32::new(0));
        let source = Source { asked: asked.clone(), answer };
        let (sender, interrupted) = watch::channel(false);
        std::mem::forget(sender);
        (Arc::new(Held::new("the source", source, Duration::from_secs(60), interrupted)), asked)
    }

    fn key(number: u32, lasts: Option<Duration>) -> provider::Result {
        let expiry = lasts.map(|lasts| SystemTime::now() + lasts);
        Ok(Credentials::new(format!("KEY{number}"), "secret", None, expiry, "test"))
    }

    fn failure() -> CredentialsError {
        Failure::of_source("it is down".to_owned(), "Wait.").into()
    }

    async fn given(held: &Held) -> Result<String, String> {
        let given = held.provide_credentials().await;
        given.map(|keys| keys.access_key_id().to_owned()).map_err(|error| diagnostic_of(&error))
    }

    fn diagnostic_of(error: &CredentialsError) -> String {
        super::super::diagnostic(error).detail.into_owned()
    }

    #[tokio::test]
    async fn a_source_is_asked_once_however_many_wait() {
        let (held, asked) = held(|number| key(number, None));
        let waiting: Vec<_> = (0..9)
            .map(|_| {
                tokio::spawn({
                    let held = held.clone();
                    async move { given(&held).await }
                })
            })
            .collect();
        for waited in waiting {
            assert_eq!(waited.await.unwrap().as_deref(), Ok("KEY1"));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_is_about_to_expire_is_loaded_anew_and_used_until_it_has_expired() {
        let (held, asked) = held(|number| match number {
            1 => key(1, Some(AHEAD / 2)),
            2 => Err(failure()),
            _ => key(number, Some(AHEAD * 2)),
        });
        for expected in ["KEY1", "KEY1", "KEY3", "KEY3"] {
            assert_eq!(given(&held).await.as_deref(), Ok(expected));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_first_failure_is_final_and_keeps_its_words() {
        let (held, asked) = held(|_| Err(failure()));
        for _ in 0..3 {
            assert_eq!(given(&held).await.unwrap_err(), "It is down. Wait.");
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_a_source_gives_can_be_sent_or_is_refused_and_not_repeated() {
        let given = async |key: &'static str, token: Option<&'static str>| {
            let (held, _) =
                held(move |_| Ok(Credentials::new(key, "secret\n", token.map(str::to_owned), None, "test")));
            let given = held.provide_credentials().await;
            given.map(|keys| (keys.access_key_id().to_owned(), keys.session_token().map(str::to_owned)))
        };
        let own = |key: &str, token: Option<&str>| (key.to_owned(), token.map(str::to_owned));
        assert_eq!(given("KEY\n", Some(" ")).await.unwrap(), own("KEY", None));
        assert_eq!(given("KEY", Some("token\r\n")).await.unwrap(), own("KEY", Some("token")));
        for (key, token, words) in [
            ("", None, "an empty key id"),
            ("s3cr3t\nKEY", None, "a key id with white space"),
            ("s3cr3t\u{e9}", None, "a key id with white space"),
            ("KEY", Some("s3cr3t\nrest"), "a session token with white space"),
        ] {
            let refused = diagnostic_of(&given(key, token).await.unwrap_err());
            assert!(refused.contains(words) && !refused.contains("s3cr3t"), "{refused}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_without_an_answer_is_given_up_at_its_limit_and_at_an_interruption() {
        #[derive(Debug)]
        struct Silent;
        impl ProvideCredentials for Silent {
            fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
            where
                Self: 'a,
            {
                future::ProvideCredentials::new(std::future::pending())
            }
        }
        let (interrupt, interrupted) = watch::channel(false);
        let held = Held::new("the source", Silent, Duration::from_secs(60), interrupted.clone());
        assert!(given(&held).await.unwrap_err().contains("no answer within 60 seconds"));
        let held = Held::new("the source", Silent, Duration::from_secs(60), interrupted);
        interrupt.send_replace(true);
        assert!(given(&held).await.unwrap_err().starts_with("The run was interrupted"));
    }
}
