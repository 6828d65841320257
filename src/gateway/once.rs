//! Answers that are found out once a run, however many ask.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::CallError;

/// Answers by question. A failure is an answer as well: a service that fails or denies
/// a call is not asked again for each of a thousand mappings.
#[derive(Debug)]
pub(super) struct Once<K, V>(Mutex<HashMap<K, Arc<Answer<V>>>>);

type Answer<V> = OnceCell<Result<V, CallError>>;

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Once<K, V> {
    /// The answer to `question`. The first to ask finds it out for all.
    pub(super) async fn get(
        &self,
        question: K,
        find_out: impl Future<Output = Result<V, CallError>>,
    ) -> Result<V, CallError> {
        let answer =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(question).or_default().clone();
        answer.get_or_init(|| find_out).await.clone()
    }

    /// Whether `question` has been asked, whatever became of it.
    pub(super) fn is_asked(&self, question: &K) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(question)
    }

    /// The answer, if it has been found out.
    pub(super) fn known<Q: Hash + Eq + ?Sized>(&self, question: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(question)?.get()?.as_ref().ok().cloned()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::gateway::{Action, Failure};

    #[tokio::test]
    async fn an_answer_is_found_out_once() {
        let once: Once<String, u8> = Once::default();
        let asked = Cell::new(0);
        let find_out = |answer| {
            let asked = &asked;
            async move {
                asked.set(asked.get() + 1);
                tokio::task::yield_now().await;
                answer
            }
        };
        assert_eq!((once.known("a"), once.is_asked(&"a".to_owned())), (None, false));
        let (one, other) = tokio::join!(
            once.get("a".to_owned(), find_out(Ok(1))),
            once.get("a".to_owned(), find_out(Ok(2)))
        );
        assert_eq!((one.unwrap(), other.unwrap(), asked.get()), (1, 1, 1));
        assert_eq!((once.known("a"), once.known("b")), (Some(1), None));
        assert!(once.is_asked(&"a".to_owned()) && !once.is_asked(&"b".to_owned()));
        assert_eq!(once.get("b".to_owned(), find_out(Ok(3))).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_failure_is_an_answer() {
        let once: Once<u8, u8> = Once::default();
        let failed = CallError { action: Action::GetApi, failure: Failure::NoAnswer };
        assert!(once.get(1, async { Err(failed) }).await.is_err());
        assert!(once.get(1, async { Ok(1) }).await.is_err());
        assert_eq!(once.known(&1), None);
    }

    #[tokio::test]
    async fn a_caller_that_leaves_does_not_keep_the_answer_from_the_others() {
        let once: Once<u8, u8> = Once::default();
        let never = once.get(1, std::future::pending());
        assert!(tokio::time::timeout(std::time::Duration::ZERO, never).await.is_err());
        assert_eq!(once.get(1, async { Ok(2) }).await.unwrap(), 2);
    }
}
