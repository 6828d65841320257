//! Programs under `target/tools/`, each brought once.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{files, metadata};

/// A folder under `target/tools/` with one program in it.
pub(crate) struct Folder<'a> {
    pub(crate) name: &'a str,
    /// The program's file.
    pub(crate) executable: &'a str,
    /// What must not have changed for the program to be used again.
    pub(crate) made_from: String,
}

impl Folder<'_> {
    /// Gives the program, after filling the folder unless it holds this very program
    /// already and the program works.
    ///
    /// # Errors
    /// When it cannot be filled.
    pub(crate) fn program(
        &self,
        works: impl FnOnce(&Path) -> bool,
        fill: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let tools = metadata::target_directory()?.join("tools");
        let folder = tools.join(self.name);
        let program = folder.join(self.executable);
        let stamp = folder.join("installed");

        // Two commands at once must not install over each other.
        let lock = tools.join(format!("{}.lock", self.name));
        files::make_parent(&lock)?;
        let lock = File::create(&lock).context("cannot make a lock file")?;
        lock.lock().context("cannot lock the tools folder")?;

        // The folder is part of it: virtual environments do not survive a move.
        let wanted = format!("{}\n{}", folder.display(), self.made_from);
        if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) && works(&program) {
            return Ok(program);
        }
        files::fresh_folder(&folder)?;
        fill(&folder)?;
        files::write(&stamp, wanted)?;
        Ok(program)
    }
}
