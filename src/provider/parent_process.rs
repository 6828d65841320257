//! What started this process, as it was when the session started.
//!
//! Whether another process has planned before is asked that early because the processes of
//! several provider blocks start together, and the first may have ended when the last begins
//! to plan. Under load it may even have ended when the last begins, so blocks that lead
//! elsewhere are told apart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use tf6server::Parent;
use tokio::task::spawn_blocking;

use super::settings::Settings;

/// The process that started this one, known soon after the session has started.
#[derive(Clone, Debug)]
pub struct ParentProcess(Shared<BoxFuture<'static, Option<Arc<Parent>>>>);

impl ParentProcess {
    /// Starts to find it out, for the process of a provider block. Must be called on a runtime.
    pub(super) fn find_out(block: &Settings) -> Self {
        let name = format!("{}-{:016x}", env!("CARGO_PKG_NAME"), elsewhere(block));
        let found = spawn_blocking(move || Parent::find(&name));
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

/// A number that differs for provider blocks that lead elsewhere. No key goes into it: it names
/// a file, and an ephemeral resource gives other keys when the plan is repeated.
fn elsewhere(block: &Settings) -> u64 {
    let roles: Vec<_> = block.assume_role.iter().map(|role| &role.role_arn).collect();
    let with_token = block.assume_role_with_web_identity.as_ref().map(|role| &role.role_arn);
    let mut hasher = DefaultHasher::new();
    (&block.region, &block.profile, roles, with_token).hash(&mut hasher);
    hasher.finish()
}

impl Default for ParentProcess {
    /// None that is known.
    fn default() -> Self {
        let nothing = async { None }.boxed().shared();
        nothing.clone().now_or_never();
        Self(nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::settings::AssumeRole;

    #[test]
    fn blocks_that_lead_elsewhere_are_told_apart_and_keys_make_no_difference() {
        let own = |text: &str| Some(text.to_owned());
        let role = AssumeRole { role_arn: own("arn"), ..AssumeRole::default() };
        let blocks = [
            Settings::default(),
            Settings { region: own("eu-west-1"), ..Settings::default() },
            Settings { profile: own("eu-west-1"), ..Settings::default() },
            Settings { assume_role: vec![role], ..Settings::default() },
        ];
        let numbers: std::collections::BTreeSet<_> = blocks.iter().map(elsewhere).collect();
        assert_eq!(numbers.len(), blocks.len());
        let keys = Settings { access_key: own("key"), secret_key: own("secret"), ..Settings::default() };
        assert_eq!(elsewhere(&keys), elsewhere(&blocks[0]));
    }
}
