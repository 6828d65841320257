//! From exec to the line that Terraform waits for.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use super::figure::{Figure, median};
use super::memory;
use super::plugin::Plugin;

const STARTS: usize = 20;

/// The median time of a start, and what the provider holds before anything is
/// asked of it, where the system tells that.
pub(crate) fn measure(provider: &Path) -> Result<[Option<Figure>; 2]> {
    // The first start reads the binary from disk; it is not one of the twenty.
    let idle = memory::resident_now(Plugin::start(provider)?.process_id());

    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let start = Instant::now();
        let plugin = Plugin::start(provider)?;
        times.push(start.elapsed());
        drop(plugin);
    }
    Ok([
        Some(Figure::milliseconds("exec to handshake", median(times))),
        idle.map(|bytes| Figure::bytes("resident after the handshake", bytes)),
    ])
}
