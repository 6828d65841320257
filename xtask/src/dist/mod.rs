//! `cargo xtask dist`: this machine's release, as a registry serves it.
//!
//! The same names and contents as `.goreleaser.yml` makes for every system,
//! except for the signature, which only a release has.

mod archive;
mod names;
mod sums;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::workspace::PROVIDER;
use crate::{cargo, console, files, metadata, workspace};
use names::Names;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The cargo profile to build with
    #[arg(long, default_value = "release")]
    profile: String,
}

/// Builds the provider and packs it into `target/dist/`.
pub(crate) fn run(options: &Options) -> Result<()> {
    console::step(&format!("Building the provider, profile {}", options.profile));
    let [binary] = cargo::build(&options.profile, [PROVIDER])?;
    let folder = metadata::target_directory()?.join("dist");
    console::step("Packing");
    for file in pack(&binary, &folder)? {
        console::note(&file.display().to_string());
    }
    Ok(())
}

/// Packs a built provider: the zip, the manifest and the checksums of both, in
/// a folder that holds nothing else.
pub(crate) fn pack(binary: &Path, folder: &Path) -> Result<[PathBuf; 3]> {
    files::fresh_folder(folder)?;
    let names = Names::new(metadata::version()?);
    let zip = folder.join(names.zip());
    let manifest = folder.join(names.manifest());
    let sums = folder.join(names.sums());

    archive::write(&zip, binary, &workspace::root().join("LICENSE"))?;
    let source = workspace::root().join("terraform-registry-manifest.json");
    files::write(&manifest, files::read(&source)?)?;
    files::write(&sums, sums::of(&[&manifest, &zip])?)?;
    Ok([zip, manifest, sums])
}
