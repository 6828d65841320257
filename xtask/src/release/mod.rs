//! `cargo xtask release`: the signed set of files that registries take.
//!
//! Each machine makes its own archive, because cross-compilers do not link every
//! platform's programs; here they become one release. The sums that are signed
//! for registries are of the archives and the manifest; what each archive is
//! made of is summed and signed apart, because registries refuse sums that list
//! anything else.

mod gpg;
mod key;
mod machines;
mod set;
#[cfg(all(test, unix))]
mod signing_tests;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::dist::{self, Built, Checkout, Target};
use crate::{console, metadata};
pub(crate) use key::verify;
use key::{Key, Origin};
use machines::Machines;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folders with the archives of other machines; without any, this machine's
    /// archive is made
    #[arg(value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// The fingerprint of the key in your keyring to sign with; without it, the
    /// key in the variable `GPG_PRIVATE_KEY`, or a new one that is thrown away
    #[arg(long, value_name = "FINGERPRINT")]
    key: Option<String>,
    /// Refuse a set that lacks a platform or a key that is kept, that is not of the
    /// commit that is checked out, or that has another C library than musl on Linux
    #[arg(long)]
    complete: bool,
    /// The cargo profile to build with, when this machine's archive is made
    #[arg(long, default_value = "release", conflicts_with = "folders")]
    profile: String,
}

/// Merges, sums and signs into `target/release-files/`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let origin = Origin::choose(options.key.as_deref());
    ensure!(
        !(options.complete && origin.is_thrown_away()),
        "a complete release is signed with a key that is kept: name one of your keyring with --key, or put one into \
         the variable GPG_PRIVATE_KEY"
    );
    if origin.is_thrown_away() {
        console::warn(
            "the set is signed with a key that is made now and thrown away, so its signature proves nothing to others",
        );
    }
    let machines = machines(options)?;
    if options.complete {
        machines.are_complete(&Checkout::this()?.commit()?)?;
    }
    let folder = metadata::target_directory()?.join("release-files");
    for file in sign(&machines, &Key::bring(&origin)?, &folder)? {
        console::note(&file.display().to_string());
    }
    Ok(())
}

/// The set of one machine's archive, signed with a key that is thrown away.
pub(crate) fn of_one_machine(archive: &Path, folder: &Path) -> Result<()> {
    let machines = Machines::gather(&[archive.to_owned()], metadata::version()?)?;
    sign(&machines, &Key::bring(&Origin::ThrownAway)?, folder).map(drop)
}

fn machines(options: &Options) -> Result<Machines> {
    let version = metadata::version()?;
    if !options.folders.is_empty() {
        console::step("Merging");
        return Machines::gather(&options.folders, version);
    }
    let built = Built::make(Checkout::this()?, Target::choose(None)?, &options.profile)?;
    let folder = metadata::target_directory()?.join("dist");
    dist::pack(&built, &folder)?;
    Machines::gather(&[folder], version)
}

fn sign(machines: &Machines, key: &Key, folder: &Path) -> Result<Vec<PathBuf>> {
    console::step(&format!("Signing with {key}"));
    set::write(machines, key, folder)
}
