//! The things that probes ask about: APIs, domain names and a certificate.
//!
//! Each is made when the first probe needs it, and made again when a probe has changed it
//! for good. What cannot be made leaves the probes out that need it, with the reason.

mod apis;
mod certificate;
mod domains;
mod making;
mod missing;
mod needs;
mod parts;

pub(crate) use self::domains::Edge;
pub(crate) use self::making::available;
pub(crate) use self::missing::Missing;
pub(crate) use self::needs::of_probe;
pub(crate) use self::parts::World;

use crate::call::Call;

/// The calls that make a part of the world; none for the certificate, which ACM takes.
#[must_use]
pub(crate) fn calls_of(part: &'static str, run: &str, edge: &Edge) -> Vec<Call> {
    let of_domain = || domains::domain(part, run, edge).map(|domain| vec![domain.create]);
    apis::calls(part, run).unwrap_or_else(|| of_domain().unwrap_or_default())
}
