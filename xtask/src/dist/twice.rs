//! `cargo xtask dist --twice`: whether two builds of a commit are the same.
//!
//! Each is built in a clone of its own, with nothing that the other has built.
//! The clones' folders have names of different length, because a path that gets
//! into a program moves everything behind it.

use std::path::Path;

use anyhow::{Result, bail};
use object::{Object, ObjectSection};

use super::checkout::Checkout;
use super::compile::Built;
use super::packed::{Packed, pack};
use super::target::Target;
use super::{archive, sums};
use crate::{console, files, metadata};

/// # Errors
/// When the archives differ, with what differs in them.
pub(super) fn run(target: &Target, profile: &str) -> Result<()> {
    if !Checkout::this()?.is_clean()? {
        console::warn("the commit is compared, without the changes that are not committed");
    }
    let folder = metadata::target_directory()?.join("twice");
    files::fresh_folder(&folder)?;
    let clones = ["a", "the-same-commit-in-a-folder-with-a-longer-name"];
    let sources = |clone: &str| folder.join("clones").join(clone);
    // Asked once: another may be checked out meanwhile.
    let commit = Checkout::this()?.commit()?;
    let mut archives = Vec::new();
    for clone in clones {
        let checkout = Checkout::clone_into(&sources(clone), &commit)?;
        let built = Built::make(checkout, target.clone(), profile)?;
        archives.push(pack(&built, &folder.join(clone))?);
        // The next one's place on the disk.
        files::remove_folder(&sources(clone))?;
    }
    let mut differences = Vec::new();
    for file in [|packed: &Packed| packed.zip.clone(), |packed: &Packed| packed.sbom.clone()] {
        let [one, other] = [&archives[0], &archives[1]].map(file);
        if std::fs::read(&one)? != std::fs::read(&other)? {
            differences.push(format!("{} and {} differ", one.display(), other.display()));
        }
    }
    if differences.is_empty() {
        console::step(&format!("identical: {}", sums::of_file(&archives[0].zip)?));
        return Ok(());
    }
    let [one, other] = [&archives[0].zip, &archives[1].zip];
    differences.extend(in_archives(one, other)?);
    bail!("the archives of two builds are not the same:\n{}", differences.join("\n"))
}

/// What differs in the files of two archives.
fn in_archives(one: &Path, other: &Path) -> Result<Vec<String>> {
    let (one, other) = (archive::read(one)?, archive::read(other)?);
    let differ = one.iter().filter_map(|(name, contents)| {
        let others = other.get(name).map(Vec::as_slice).unwrap_or_default();
        (contents != others).then(|| format!("{name}: {}", first_difference(contents, others)))
    });
    Ok(differ.collect())
}

fn first_difference(one: &[u8], other: &[u8]) -> String {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let sizes = format!("{} and {} bytes", one.len(), other.len());
    let section =
        section_at(one, same as u64).map(|name| format!(", in the section {name}")).unwrap_or_default();
    format!("{sizes}, the first that differs is at {same}{section}")
}

fn section_at(program: &[u8], offset: u64) -> Option<String> {
    let program = object::File::parse(program).ok()?;
    let section = program.sections().find(|section| {
        section.file_range().is_some_and(|(start, size)| (start..start + size).contains(&offset))
    })?;
    section.name().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_differs_is_told() {
        assert_eq!(first_difference(b"abcd", b"abX"), "4 and 3 bytes, the first that differs is at 2");
    }
}
