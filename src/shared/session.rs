//! The session of the provider, for what needs one.

use std::sync::Arc;

use tf_provider::{AttributePath, Diagnostics};

use super::location;
use crate::diagnostic::general;
use crate::names::Region;
use crate::provider::{NoSession, ProviderState, RegionalSession, Session};

/// The session of the provider, or an error that says why there is none.
pub(crate) fn session(provider: &ProviderState, diags: &mut Diagnostics) -> Option<Arc<Session>> {
    let why = match provider.session() {
        Ok(session) => return Some(session),
        Err(NoSession::Unconfigured) => "The provider was called before it was configured.".to_owned(),
        Err(NoSession::Waiting(settings)) => format!(
            "Give these settings of the provider block values that are known at plan: {}. Or apply the resources \
             that they depend on first, with -target.",
            settings.join(", ")
        ),
    };
    diags.add_error(general("Provider Not Configured", why));
    None
}

/// The session in a region, or an error.
pub(crate) fn in_region(
    diags: &mut Diagnostics,
    session: &Arc<Session>,
    region: &Region,
) -> Option<RegionalSession> {
    let path = AttributePath::new("region");
    session.in_region(region).map_err(|why| diags.add_error(location::unusable_region(path, &why))).ok()
}
