//! The checkout that a release is built from: this one, or a clone of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, files, metadata, process, workspace};

/// Sources, and where what is built from them goes.
pub(crate) struct Checkout {
    pub(super) root: PathBuf,
    pub(super) target_directory: PathBuf,
}

impl Checkout {
    /// The one that this program was built from.
    ///
    /// # Errors
    /// When cargo does not say where its target directory is.
    pub(crate) fn this() -> Result<Checkout> {
        let target_directory = metadata::target_directory()?.to_owned();
        Ok(Checkout { root: workspace::root().to_owned(), target_directory })
    }

    /// A new clone of this one in `folder`, at a commit.
    pub(super) fn clone_into(folder: &Path, commit: &str) -> Result<Checkout> {
        files::make_parent(folder)?;
        let mut git = Command::new("git");
        git.args(["-c", "advice.detachedHead=false", "clone", "--quiet", "--local", "--no-tags"]);
        process::run(git.arg(workspace::root()).arg(folder))?;
        let mut git = Command::new("git");
        process::run(git.current_dir(folder).args(["checkout", "--quiet", "--detach", commit]))?;
        Ok(Checkout { root: folder.to_owned(), target_directory: folder.join("target") })
    }

    /// Cargo, about to run here.
    pub(super) fn cargo(&self) -> Command {
        let mut command = cargo::cargo();
        command.current_dir(&self.root);
        command
    }

    /// The full name of the commit that is checked out.
    pub(crate) fn commit(&self) -> Result<String> {
        let commit = self.git(&["rev-parse", "HEAD"]).context(
            "the commit goes into the list of what an archive is made of, so a release is built from a git clone",
        )?;
        Ok(commit.trim().to_owned())
    }

    /// Whether the sources are those of the commit.
    pub(super) fn is_clean(&self) -> Result<bool> {
        Ok(self.git(&["status", "--porcelain"])?.trim().is_empty())
    }

    fn git(&self, args: &[&str]) -> Result<String> {
        process::output(Command::new("git").current_dir(&self.root).args(args))
    }
}
