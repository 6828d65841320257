//! Which answers of API Gateway the provider rests on.
//!
//! A probe is a small case that `cargo xtask probe` asks of the service, and a record is what
//! was answered. Findings and rules about names have a [`Proof`]: the probes by which they
//! stand or fall. [`signs`] and [`let_pass`] name those of what is in neither table. The records
//! are under `crates/local-gateway/records/`; the provider does not read them, the tests and the
//! guide do.

pub mod let_pass;
mod proof;
pub mod signs;

pub use proof::Proof;
