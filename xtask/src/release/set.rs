//! The files of a release, as a registry takes them, in one folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::key::Key;
use super::machines::Machines;
use crate::dist::{self, Names};
use crate::{files, workspace};

/// Writes the set into a folder that holds nothing else.
pub(super) fn write(machines: &Machines, key: &Key, folder: &Path) -> Result<Vec<PathBuf>> {
    // The archives may be in the folder that is made anew.
    let new = folder.with_extension("new");
    files::fresh_folder(&new)?;
    fill(machines, key, &new)?;
    files::remove_folder(folder)?;
    fs::rename(&new, folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    files::below(folder)
}

fn fill(machines: &Machines, key: &Key, folder: &Path) -> Result<()> {
    let names = Names::new(&machines.version);
    let public = folder.join(names.key());
    files::write(&public, key.public()?)?;

    let archives = machines.archives.values();
    let mut for_registries = copy_all(archives.clone().map(|archive| archive.zip.as_path()), folder)?;
    let manifest = folder.join(names.manifest());
    files::write(&manifest, files::read(&workspace::root().join("terraform-registry-manifest.json"))?)?;
    for_registries.push(manifest);
    let beside = copy_all(archives.map(|archive| archive.sbom.as_path()), folder)?;

    for (name, summed) in [(names.sums(), for_registries), (names.sbom_sums(), beside)] {
        let sums = folder.join(&name);
        files::write(&sums, dist::sums_of(&summed)?)?;
        key.sign(&sums, &folder.join(format!("{name}.sig")), &public)?;
    }
    Ok(())
}

fn copy_all<'a>(sources: impl Iterator<Item = &'a Path>, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut copies = Vec::new();
    for source in sources {
        let copy = folder.join(source.file_name().context("a file has a name")?);
        fs::copy(source, &copy).with_context(|| format!("cannot copy {}", source.display()))?;
        copies.push(copy);
    }
    Ok(copies)
}
