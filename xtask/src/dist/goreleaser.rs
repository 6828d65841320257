//! What GoReleaser runs in the place of `cargo build`: `cargo release-build`, an
//! alias for this program, so that it packs the same program as `dist` does.

use anyhow::Result;

use super::{Built, Checkout, Target};
use crate::workspace::PROVIDER;

/// The options that GoReleaser gives.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The Rust target to build for
    #[arg(long)]
    target: String,
    /// GoReleaser builds no workspace without it; there is one package to build
    #[arg(long, value_parser = [PROVIDER])]
    package: String,
}

/// Builds into `target/TARGET/release`, where GoReleaser looks.
pub(crate) fn run(options: &Options) -> Result<()> {
    Built::make(Checkout::this()?, Target::choose(Some(&options.target))?, "release").map(drop)
}
