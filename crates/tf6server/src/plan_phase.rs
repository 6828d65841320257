//! Which plan of a change Terraform asks for.

use serde::Deserialize;

use crate::codec::{self, Codec};
use crate::proto::tfplugin6::plan_resource_change::Request;

/// Which plan of a change Terraform asks for: it plans each change to show it, and again,
/// in another process, right before it applies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanPhase<P> {
    /// One of the two. Terraform before 1.16 and OpenTofu do not say which.
    Unknown,
    /// The plan that is shown.
    ///
    /// There can be several for one change. A replacement is planned as an update and then
    /// as a creation, and `-minimal-refresh` plans before it reads and again afterwards.
    Shown,
    /// The plan right before the change is applied, with the private state that the last
    /// shown plan returned.
    BeforeApply(P),
}

impl<'a, P: Deserialize<'a>> PlanPhase<P> {
    pub(crate) fn of(request: &'a Request, codec: &mut Codec<'_>) -> Option<Self> {
        Some(match request.planned_private.as_slice() {
            [] if sends_private_back(request) => Self::Shown,
            [] => Self::Unknown,
            shown => Self::BeforeApply(codec.read_private(shown)?),
        })
    }
}

/// The private data of a plan, as it is sent to Terraform.
///
/// It comes back as plain bytes, where empty data is the same as none, and so as a shown
/// plan. If it is to come back, it is therefore never empty: null is written out.
pub(crate) fn planned_private(request: &Request, private: Vec<u8>) -> Vec<u8> {
    let is_lost = private.is_empty() && sends_private_back(request);
    if is_lost { codec::null().msgpack } else { private }
}

fn sends_private_back(request: &Request) -> bool {
    request.client_capabilities.is_some_and(|client| client.store_planned_private)
}
