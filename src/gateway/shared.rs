//! Facts that are asked for once a run, however many want to know.

use std::hash::Hash;

use moka::future::Cache;

use super::CallError;

/// Answers by question. A failure is an answer as well: asking a service that is
/// down or denies the call again for each of a thousand mappings helps nobody.
pub(super) struct Shared<K, T>(Cache<K, Result<T, CallError>>);

impl<K, T> std::fmt::Debug for Shared<K, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared")
    }
}

impl<K, T> Default for Shared<K, T>
where
    K: Hash + Eq + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    fn default() -> Self {
        Self(Cache::new(LARGEST))
    }
}

/// A backstop for memory, far above what one configuration asks for.
const LARGEST: u64 = 20_000;

impl<K, T> Shared<K, T>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// The answer to `question`; the first to ask finds it out for all.
    pub(super) async fn get(
        &self,
        question: &K,
        find_out: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        self.0.get_with_by_ref(question, find_out).await
    }

    /// The answer, if somebody has asked before.
    pub(super) async fn known(&self, question: &K) -> Option<T> {
        self.0.get(question).await.and_then(Result::ok)
    }
}
