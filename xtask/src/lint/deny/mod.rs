//! Holds every package of `Cargo.lock` against `deny.toml`: licences, sources,
//! banned packages, and versions of one package beside each other.
//!
//! The file is cargo-deny's. This reads the part of it that needs no network,
//! refuses a setting that it does not know, and asks for more in two ways: every
//! entry has a reason, and one that no longer applies is a finding.

mod bans;
mod graph;
mod licenses;
mod policy;
mod sources;

use anyhow::Result;

use self::graph::Graph;
use self::policy::Policy;
use super::findings;
use crate::{files, workspace};

/// Looks at every package that any target or feature of the workspace can use.
pub(crate) fn check() -> Result<()> {
    let policy = Policy::parse(&files::read(&workspace::root().join("deny.toml"))?)?;
    findings::judge(&violations(&policy, &Graph::of_the_workspace()?))
}

fn violations(policy: &Policy, graph: &Graph) -> Vec<String> {
    let mut found = licenses::violations(&policy.licenses, graph);
    found.extend(sources::violations(&policy.sources, graph));
    found.extend(bans::violations(&policy.bans, graph));
    found
}
