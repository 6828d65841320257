//! The folders of the machine that builds, and the names that take their places
//! in what is built.
//!
//! Panics say in which source file they happened, and so do AWS-LC's errors. In
//! a release they name no folder of the builder, and the same ones everywhere.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::checkout::Checkout;
use super::packages::Packages;
use super::target;
use crate::process;

/// Folders with the names that replace them, those that are in others last.
pub(crate) struct Folders(Vec<(PathBuf, String)>);

impl Folders {
    /// # Errors
    /// When cargo or rustc do not say where their folders are.
    pub(super) fn of(checkout: &Checkout, packages: &Packages) -> Result<Folders> {
        let sysroot = process::output(target::rustc().args(["--print", "sysroot"]))?;
        let sysroot = PathBuf::from(sysroot.trim());
        // Where the component rust-src is installed, the standard library's files are
        // named by it; elsewhere they have this name already.
        let library =
            (sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", target::rustc_says("commit-hash")?));
        let mut folders = vec![
            (cargo_home()?, "/cargo".to_owned()),
            (sysroot, "/rust".to_owned()),
            library,
            (checkout.root.clone(), "/source".to_owned()),
            (checkout.target_directory.clone(), "/target".to_owned()),
        ];
        folders.extend(packages.folders().into_iter().map(|folder| (folder, "/registry".to_owned())));
        // Both compilers take the last that fits.
        folders.sort_by_key(|(folder, _)| folder.components().count());
        Ok(Folders(folders))
    }

    /// What rustc is told.
    pub(super) fn for_rustc(&self) -> impl Iterator<Item = String> {
        self.pairs().map(|(folder, name)| format!("--remap-path-prefix={folder}={name}"))
    }

    /// What GCC and Clang are told.
    pub(super) fn for_gcc(&self) -> impl Iterator<Item = String> {
        self.pairs().map(|(folder, name)| format!("-ffile-prefix-map={folder}={name}"))
    }

    /// What Microsoft's compiler is told.
    pub(super) fn for_msvc(&self) -> impl Iterator<Item = String> {
        self.pairs().map(|(folder, name)| format!("/pathmap:{folder}={name}"))
    }

    /// The folder that is named somewhere in a file, if one is.
    pub(super) fn named_in(&self, contents: &[u8]) -> Option<&Path> {
        let named = |folder: &Path| {
            let text = folder.to_string_lossy();
            let mut forms = [text.to_string(), text.replace('\\', "/")].into_iter();
            forms.any(|form| contains(contents, form.as_bytes()))
        };
        self.0.iter().map(|(folder, _)| folder.as_path()).find(|folder| named(folder))
    }

    fn pairs(&self) -> impl Iterator<Item = (std::path::Display<'_>, &str)> {
        self.0.iter().map(|(folder, name)| (folder.display(), name.as_str()))
    }
}

fn contains(contents: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(contents, text).is_some()
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME").filter(|home| !home.is_empty()) {
        return Ok(PathBuf::from(home));
    }
    let home = std::env::home_dir().context("neither CARGO_HOME nor the home folder is known")?;
    Ok(home.join(".cargo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> Folders {
        Folders(vec![(PathBuf::from("/work/clone"), "/source".to_owned())])
    }

    #[test]
    fn each_compiler_is_told_in_its_own_words() {
        let folders = folders();
        assert_eq!(folders.for_rustc().collect::<Vec<_>>(), ["--remap-path-prefix=/work/clone=/source"]);
        assert_eq!(folders.for_gcc().collect::<Vec<_>>(), ["-ffile-prefix-map=/work/clone=/source"]);
    }

    #[test]
    fn a_folder_is_found_among_other_bytes() {
        let found = folders().named_in(b"\x7fELF\0/work/clone/src/main.rs\0").map(Path::to_owned);
        assert_eq!(found.as_deref(), Some(Path::new("/work/clone")));
        assert_eq!(folders().named_in(b"\x7fELF\0/source/src/main.rs\0"), None);
    }
}
