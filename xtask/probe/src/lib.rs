//! What API Gateway accepts and refuses, asked of the service itself or of what stands in
//! for it.
//!
//! ```text
//! probes   the table: what is asked, by topic
//! probe    what a probe consists of
//! call     one call, with handles in place of ids
//! calls    the calls that probes make, by what they are about
//! record   the answers of a run, without what differs from run to run
//! ```

pub mod call;
pub mod calls;
pub mod probe;
pub mod probes;
pub mod record;
