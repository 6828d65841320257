//! Faults that a test injects: which calls they apply to, how often, and what
//! happens to the call.
//!
//! Delays add up; of the other faults that match a call, the one injected first
//! applies, and the rest wait for the next call.

mod active_faults;
mod effect;
mod fault;

pub(crate) use active_faults::Faults;
pub(crate) use effect::Failure;
pub use fault::Fault;
