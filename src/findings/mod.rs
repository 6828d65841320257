//! The findings of plan: their names, how severe each is, and what the guide says of it.
//!
//! ```text
//! table       each finding: name, default severity, evidence, proof, example and way out
//! severities  what the provider block makes of them
//! ```
//!
//! `checks` finds them. The guide on findings is made of the table, and the tests provoke each
//! by the example that the guide shows.

mod severities;
pub mod table;

pub use severities::{Choice, PlanChecks, Severities, nearest};
pub use table::{FindingName, Severity};
