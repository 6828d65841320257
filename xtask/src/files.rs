//! Small helpers for files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Every file in a folder and the folders below it, sorted.
pub(crate) fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot list the folder {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a text file, with an error that names it.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders it is in.
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    make_parent(path)?;
    fs::write(path, contents).with_context(|| format!("cannot write {}", path.display()))
}

/// Makes the folder a file will be in.
pub(crate) fn make_parent(path: &Path) -> Result<()> {
    let parent = path.parent().context("a file is in a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))
}

/// Makes a folder anew, empty.
pub(crate) fn fresh_folder(path: &Path) -> Result<()> {
    remove_folder(path)?;
    fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))
}

/// Removes a folder and all in it, if it is there.
pub(crate) fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove the folder {}", path.display()))
        }
        _ => Ok(()),
    }
}
