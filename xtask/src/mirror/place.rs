//! The provider's folder in a mirror, for one host.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::archive::{Archive, Archives};
use crate::files;

/// `MIRROR/HOST/NAMESPACE/TYPE`, which may not be there yet.
pub(super) struct Place {
    folder: PathBuf,
    /// What the mirror has already, of other names than those that are added.
    others: Vec<Archive>,
}

impl Place {
    /// Reads what the mirror has, and writes nothing.
    ///
    /// # Errors
    /// When a link in the mirror would lead somewhere else, when the mirror has
    /// other contents under the name of an archive that is to be added, and when
    /// something else there is no archive of this provider.
    pub(super) fn open(mirror: &Path, host: &str, provider: &str, added: &Archives) -> Result<Place> {
        let folder = mirror.join(host).join(provider);
        stays_inside(&folder, mirror)?;
        let present = if folder.exists() { files::below(&folder)? } else { Vec::new() };
        let mut others = Vec::new();
        for file in present {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match added.get(name.as_ref()) {
                Some(archive) => has_the_contents_of(&file, archive)?,
                None if name.ends_with(".zip") => others.push(Archive::read(&file)?),
                None => {}
            }
        }
        Ok(Place { folder, others })
    }

    /// Puts an archive into the mirror as it is, unless it is there.
    pub(super) fn add(&self, archive: &Archive) -> Result<PathBuf> {
        let copy = self.folder.join(&archive.name);
        if !copy.exists() {
            files::make_parent(&copy)?;
            fs::copy(&archive.path, &copy)
                .with_context(|| format!("cannot copy {} to {}", archive.path.display(), copy.display()))?;
        }
        Ok(copy)
    }

    /// Writes what a network mirror answers when it is asked for versions, and for
    /// the archives of one. Both are of all archives that are here.
    pub(super) fn write_indexes(&self, added: &Archives) -> Result<()> {
        let mut archives: BTreeMap<_, Vec<&Archive>> = BTreeMap::new();
        for archive in self.others.iter().chain(added.values()) {
            archives.entry(&archive.version).or_default().push(archive);
        }
        for (version, archives) in &archives {
            let of_platform = |archive: &&Archive| {
                (archive.platform.to_string(), json!({"hashes": archive.hashes, "url": archive.name}))
            };
            let archives: BTreeMap<_, _> = archives.iter().map(of_platform).collect();
            self.write(&format!("{version}.json"), &json!({ "archives": archives }))?;
        }
        let versions: BTreeMap<_, _> =
            archives.keys().map(|version| (version.to_string(), json!({}))).collect();
        self.write("index.json", &json!({ "versions": versions }))
    }

    fn write(&self, name: &str, document: &serde_json::Value) -> Result<()> {
        files::write(&self.folder.join(name), serde_json::to_string_pretty(document)? + "\n")
    }
}

/// Terraform follows no links in a mirror.
fn stays_inside(folder: &Path, mirror: &Path) -> Result<()> {
    if !mirror.exists() {
        return Ok(());
    }
    let real =
        |path: &Path| fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()));
    let whole = real(mirror)?;
    let parts = folder.ancestors().take_while(|part| *part != mirror);
    // A link that leads nowhere is there as well.
    for part in parts.filter(|part| part.symlink_metadata().is_ok()) {
        let leads_to = real(part)?;
        ensure!(
            leads_to.starts_with(&whole),
            "{} is a link to {}, outside of the mirror, and Terraform follows no links there; put a folder in its \
             place",
            part.display(),
            leads_to.display()
        );
    }
    Ok(())
}

/// Whether what is in the mirror is the archive that is to be added.
fn has_the_contents_of(present: &Path, archive: &Archive) -> Result<()> {
    ensure!(
        bytes(present)? == bytes(&archive.path)?,
        "{} is in the mirror and has other contents than {}; lock files that know the one refuse the other, so give \
         the new one a new version, or remove {}",
        present.display(),
        archive.path.display(),
        present.display()
    );
    Ok(())
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
