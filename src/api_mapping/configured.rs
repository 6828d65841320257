//! The session of a provider that must be configured.

use std::sync::Arc;

use tf_provider::Diagnostics;

use crate::diagnostic::general;
use crate::provider::{NoSession, ProviderState, Session};

/// The session, or an error that says why there is none.
pub(super) fn configured(diags: &mut Diagnostics, provider: &ProviderState) -> Option<Arc<Session>> {
    let why = match provider.session() {
        Ok(session) => return Some(session),
        Err(NoSession::Unconfigured) => "The provider was called before it was configured.".to_owned(),
        Err(NoSession::Waiting(settings)) => format!(
            "Give these settings of the provider block values that are known at plan: {}. Or apply the resources that \
             they depend on first, with -target.",
            settings.join(", ")
        ),
    };
    diags.add_error(general("Provider Not Configured", why));
    None
}
