//! `cargo xtask dist`: this machine's archive, as a release has it, and beside
//! it the list of what it is made of.
//!
//! The same commit with the same compilers gives the same bytes in any folder:
//! [`compile`] keeps the folder out of the program, [`archive`] the time out of
//! the archive. `--twice` shows it.

mod archive;
mod auditable;
mod c_compiler;
mod checkout;
mod compile;
mod folders;
pub(crate) mod goreleaser;
mod inspect;
mod names;
mod packages;
mod packed;
mod rustc;
mod sbom;
mod sums;
mod target;
mod toolchain;
mod twice;

use anyhow::Result;

#[cfg(test)]
pub(crate) use archive::write as pack_files;
pub(crate) use archive::{LICENSE, read as read_archive};
pub(crate) use checkout::Checkout;
pub(crate) use compile::Built;
pub(crate) use names::{Names, executable};
pub(crate) use packed::pack;
pub(crate) use sbom::{CHANGED, Origin, read as read_sbom};
pub(crate) use sums::{of as sums_of, of_bytes as sum_of_bytes, of_file as sum_of};
pub(crate) use target::Target;

use crate::{console, metadata};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The cargo profile to build with
    #[arg(long, default_value = "release")]
    profile: String,
    /// The Rust target to build for; by default what is right on this machine
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Build the commit in two new clones and compare the archives
    #[arg(long)]
    twice: bool,
}

/// Builds the provider and packs it into `target/dist/`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let target = Target::choose(options.target.as_deref())?;
    if options.twice {
        return twice::run(&target, &options.profile);
    }
    let built = Built::make(Checkout::this()?, target, &options.profile)?;
    let folder = metadata::target_directory()?.join("dist");
    console::step("Packing");
    let packed = pack(&built, &folder)?;
    for file in [&packed.zip, &packed.sbom] {
        console::note(&file.display().to_string());
    }
    Ok(())
}
