//! The wire.
pub mod toy;
