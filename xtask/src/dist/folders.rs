//! The folders of the machine that builds, and the names that take their places
//! in what is built.
//!
//! Panics say in which source file they happened, and so do AWS-LC's errors. In
//! a release they name no folder of the builder, and the same ones everywhere.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::c_compiler::Words;
use super::checkout::Checkout;
use super::packages::Packages;
use super::rustc;
use crate::process;

/// Folders with the names that replace them, those that are in others last.
pub(crate) struct Folders(Vec<(PathBuf, String)>);

impl Folders {
    /// # Errors
    /// When cargo or rustc do not say where their folders are.
    pub(super) fn of(checkout: &Checkout, packages: &Packages) -> Result<Folders> {
        let sysroot = process::output(rustc::command().args(["--print", "sysroot"]))?;
        let sysroot = PathBuf::from(sysroot.trim());
        // Where the component rust-src is installed, the standard library's files are
        // named by it; elsewhere they have this name already.
        let library =
            (sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", rustc::says("commit-hash")?));
        let mut folders = vec![
            (cargo_home()?, "/cargo".to_owned()),
            // The whole one may be /usr/local, which programs name.
            (sysroot.join("lib/rustlib"), "/rust/lib/rustlib".to_owned()),
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

    /// What a C compiler is told.
    pub(super) fn for_c(&self, words: Words) -> impl Iterator<Item = String> {
        let flag = match words {
            Words::Gcc => "-ffile-prefix-map=",
            Words::Msvc => "/pathmap:",
            Words::ClangCl => "/clang:-ffile-prefix-map=",
        };
        self.pairs().map(move |(folder, name)| format!("{flag}{folder}={name}"))
    }

    /// The folder that is named somewhere in a file, if one is.
    ///
    /// Only folders that tell something of this machine are looked for: every
    /// program may name `/usr`, sources of any crate are in a folder `src`, and a
    /// folder may have the name that replaces another one.
    pub(super) fn named_in(&self, contents: &[u8]) -> Option<&Path> {
        // On Windows one path may have both separators.
        let contents: Vec<u8> =
            contents.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
        let replacement = |text: &str| self.0.iter().any(|(_, name)| name == text);
        let named = |folder: &Path| {
            let text = folder.to_string_lossy().replace('\\', "/");
            let text = text.trim_end_matches('/');
            text.matches('/').count() > 1 && !replacement(text) && names(&contents, text)
        };
        self.0.iter().map(|(folder, _)| folder.as_path()).find(|folder| named(folder))
    }

    fn pairs(&self) -> impl Iterator<Item = (std::path::Display<'_>, &str)> {
        self.0.iter().map(|(folder, name)| (folder.display(), name.as_str()))
    }
}

/// Whether a folder is somewhere, and not only the beginning of a longer name. What
/// is before it says nothing: a program has one text right behind the other.
fn names(contents: &[u8], folder: &str) -> bool {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    memchr::memmem::find_iter(contents, folder.as_bytes())
        .any(|place| !contents.get(place + folder.len()).is_some_and(goes_on))
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
        Folders(vec![(PathBuf::from("/builds/clone"), "/source".to_owned())])
    }

    #[test]
    fn each_compiler_is_told_in_its_own_words() {
        let folders = folders();
        assert_eq!(folders.for_rustc().collect::<Vec<_>>(), ["--remap-path-prefix=/builds/clone=/source"]);
        let told = |words| folders.for_c(words).collect::<Vec<_>>();
        assert_eq!(told(Words::Gcc), ["-ffile-prefix-map=/builds/clone=/source"]);
        assert_eq!(told(Words::Msvc), ["/pathmap:/builds/clone=/source"]);
        assert_eq!(told(Words::ClangCl), ["/clang:-ffile-prefix-map=/builds/clone=/source"]);
    }

    #[test]
    fn a_folder_is_found_among_other_bytes() {
        let found = folders().named_in(b"\x7fELF\0/builds/clone/src/main.rs\0").map(Path::to_owned);
        assert_eq!(found.as_deref(), Some(Path::new("/builds/clone")));
        assert_eq!(folders().named_in(b"\x7fELF\0/source/src/main.rs\0"), None);
    }

    #[test]
    fn a_folder_is_found_behind_other_text_and_with_any_separators() {
        let folders = Folders(vec![(PathBuf::from(r"C:\builds\clone"), "/source".to_owned())]);
        for text in
            [r"it failedC:\builds\clone\src\main.rs", "C:/builds/clone/src/main.rs", r"C:\builds/clone/src"]
        {
            assert!(folders.named_in(text.as_bytes()).is_some(), "{text}");
        }
    }

    #[test]
    fn a_folder_with_a_longer_name_is_another() {
        assert_eq!(folders().named_in(b"/builds/clones/src/main.rs"), None);
        assert!(folders().named_in(b"/builds/clones /builds/clone/src/main.rs").is_some());
    }

    #[test]
    fn folders_that_any_program_may_name_are_not_looked_for() {
        let pairs = [("/src", "/source"), ("/usr", "/target"), ("/rust/lib/rustlib", "/rust/lib/rustlib")];
        let folders = Folders(pairs.map(|(folder, name)| (PathBuf::from(folder), name.to_owned())).to_vec());
        let program = b"/registry/ring/src/lib.rs /usr/share/zoneinfo /rust/lib/rustlib/src/rust/library";
        assert_eq!(folders.named_in(program), None);
    }
}
