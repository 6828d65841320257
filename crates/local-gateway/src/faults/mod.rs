//! Faults that a test orders: which calls they strike, how often, and what
//! happens to the call.
//!
//! Delays add up; of the other faults that match a call, the one ordered first
//! strikes it, and the rest wait for the next call.

mod effect;
mod fault;
mod in_force;

pub(crate) use effect::Blow;
pub use fault::Fault;
pub(crate) use in_force::Faults;
