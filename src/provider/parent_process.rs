//! What started this process, as it was when the session started.
//!
//! Whether another process has planned before is asked that early because the processes of
//! several provider blocks start together, and the first may have ended when the last begins
//! to plan.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tf6server::Parent;
use tokio::task::spawn_blocking;

/// The process that started this one, known soon after the session has started.
#[derive(Clone, Debug)]
pub struct ParentProcess(Shared<BoxFuture<'static, Option<Arc<Parent>>>>);

impl ParentProcess {
    /// Starts to find it out. Must be called on a runtime.
    pub(super) fn find_out() -> Self {
        let found = spawn_blocking(|| Parent::find(env!("CARGO_PKG_NAME")));
        let found = async { found.await.ok().flatten().map(Arc::new) }.boxed().shared();
        tokio::spawn(found.clone());
        Self(found)
    }

    /// The process; `None` where the system does not tell.
    pub async fn get(&self) -> Option<Arc<Parent>> {
        self.0.clone().await
    }

    /// The process, if it is known by now.
    pub fn known(&self) -> Option<Arc<Parent>> {
        self.0.peek().cloned().flatten()
    }
}

impl Default for ParentProcess {
    /// None that is known.
    fn default() -> Self {
        let nothing = async { None }.boxed().shared();
        nothing.clone().now_or_never();
        Self(nothing)
    }
}
