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
pub(crate) use self::needs::{kind_of, of_probe};
pub(crate) use self::parts::World;
