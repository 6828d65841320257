//! What has to be true of a program before it is packed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use object::read::elf::{ElfFile64, ProgramHeader};
use object::{Endianness, Object, elf};

use super::folders::Folders;
use super::packages::Packages;
use super::target::Target;

/// # Errors
/// When the program names a folder of this machine, needs a library that users
/// may not have, or does not say what it is made of.
pub(super) fn check(binary: &Path, target: &Target, folders: &Folders, packages: &Packages) -> Result<()> {
    let contents = fs::read(binary).with_context(|| format!("cannot read {}", binary.display()))?;
    if let Some(folder) = folders.named_in(&contents) {
        bail!(
            "{} names {}, a folder of this machine, so it would differ on another one: find out what compiled the \
             path in, and extend xtask/src/dist/compile.rs",
            binary.display(),
            folder.display()
        );
    }
    if target.is_linux() {
        is_static(&contents).with_context(|| format!("{} is not static", binary.display()))?;
    } else if target.is_msvc() {
        brings_its_runtime(&contents).with_context(|| format!("{} is not complete", binary.display()))?;
    }
    let listed = listed(&contents).with_context(|| format!("{} lists no dependencies", binary.display()))?;
    let resolved =
        packages.list.iter().map(|package| (package.name.clone(), package.version.clone())).collect();
    let difference: Vec<_> =
        listed.symmetric_difference(&resolved).map(|(name, version)| format!("{name} {version}")).collect();
    ensure!(
        difference.is_empty(),
        "the list of dependencies in {} is not what cargo says it was built from: {}",
        binary.display(),
        difference.join(", ")
    );
    Ok(())
}

/// A static program asks for no other one to load it.
fn is_static(contents: &[u8]) -> Result<()> {
    let elf = ElfFile64::<Endianness>::parse(contents)?;
    let loader = elf.elf_program_headers().iter().any(|header| header.p_type(elf.endian()) == elf::PT_INTERP);
    ensure!(!loader, "it asks for a dynamic loader, which systems with another C library do not have");
    Ok(())
}

/// Windows has no Visual C++ runtime of its own.
fn brings_its_runtime(contents: &[u8]) -> Result<()> {
    let imports = object::File::parse(contents)?.imports()?;
    let libraries = imports.iter().map(|import| String::from_utf8_lossy(import.library()).to_lowercase());
    if let Some(runtime) = libraries.into_iter().find(|library| library.starts_with("vcruntime")) {
        bail!("it needs {runtime}, which is not on every Windows");
    }
    Ok(())
}

/// The names and versions of what a program says it is made of.
fn listed(contents: &[u8]) -> Result<BTreeSet<(String, String)>> {
    let most = auditable_info::Limits::default().decompressed_json_size;
    let list = auditable_info::audit_info_from_slice(contents, most)?;
    Ok(list.packages.into_iter().map(|package| (package.name, package.version.to_string())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that is no release: the one with these tests.
    fn ordinary_program() -> Vec<u8> {
        std::env::current_exe().and_then(fs::read).expect("this program can be read")
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn a_program_that_needs_a_loader_is_not_static() {
        let why = is_static(&ordinary_program()).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(why.contains("asks for a dynamic loader"), "{why}");
    }

    #[test]
    fn an_ordinary_program_lists_no_dependencies() {
        assert!(listed(&ordinary_program()).is_err());
    }

    #[test]
    fn a_text_is_no_program() {
        assert!(is_static(b"a text").is_err() && listed(b"a text").is_err());
    }
}
