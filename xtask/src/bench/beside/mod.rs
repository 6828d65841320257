//! `--beside`: another provider, measured in the same run and in the same way.

mod comparison;
mod mappings;
mod ministack;
mod other;
mod relay;

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::figure::Figure;
use super::handshake;
use super::runner::Runner;
use crate::console;
pub(crate) use comparison::Comparison;
use mappings::Configuration;
pub(crate) use other::Other;

/// How many mappings are planned and applied.
const SIZES: [usize; 2] = [1, 200];

/// Size, start and memory of both; for hashicorp/aws plan and apply as well.
pub(crate) fn measure(ours: &Runner, other: &Other) -> Result<Comparison> {
    console::step(&format!("Beside {other}"));
    let theirs = Runner { provider: other.package(), ..*ours };
    let mut comparison = Comparison::new(other.to_string());
    comparison.add(start(ours.provider.executable)?, start(theirs.provider.executable)?);
    if other.is_hashicorp_aws() {
        for size in SIZES {
            console::step(&format!("Beside {other}: {size} on ministack"));
            comparison.add(
                mappings::measure(ours, Configuration::Ours, size)?,
                mappings::measure(&theirs, Configuration::HashicorpAws, size)?,
            );
        }
    }
    Ok(comparison)
}

fn start(provider: &Path) -> Result<Vec<Option<Figure>>> {
    let size = Figure::bytes("binary", fs::metadata(provider)?.len());
    Ok([Some(size)].into_iter().chain(handshake::measure(provider)?).collect())
}
