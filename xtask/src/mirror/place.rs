//! The provider's folder in a mirror, for one host.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::archive::Archive;
use crate::files;

/// `MIRROR/HOST/NAMESPACE/TYPE`.
pub(super) struct Place {
    folder: PathBuf,
}

impl Place {
    /// Makes the folder, if it is not there.
    ///
    /// # Errors
    /// When a link in the mirror would lead somewhere else.
    pub(super) fn make(mirror: &Path, host: &str, provider: &str) -> Result<Place> {
        let folder = mirror.join(host).join(provider);
        let made = |folder: &Path| {
            fs::create_dir_all(folder)?;
            fs::canonicalize(folder)
        };
        let whole = made(mirror).with_context(|| format!("cannot make the folder {}", mirror.display()))?;
        for part in folder.ancestors().filter(|part| part.starts_with(mirror) && part.exists()) {
            let real = fs::canonicalize(part).with_context(|| format!("cannot find {}", part.display()))?;
            ensure!(
                real.starts_with(&whole),
                "{} is a link to {}, outside of the mirror, and Terraform follows no links there; put a folder in its \
                 place",
                part.display(),
                real.display()
            );
        }
        made(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Place { folder })
    }

    /// # Errors
    /// When another archive of that version and platform is in the mirror.
    pub(super) fn takes(&self, archive: &Archive) -> Result<()> {
        let present = self.folder.join(&archive.name);
        if !present.exists() {
            return Ok(());
        }
        ensure!(
            fs::read(&present)? == fs::read(&archive.path)?,
            "{} is in the mirror and has other contents than {}; lock files that know the one refuse the other, so \
             give the new one a new version, or remove {}",
            present.display(),
            archive.path.display(),
            present.display()
        );
        Ok(())
    }

    /// Puts an archive into the mirror as it is, unless it is there.
    pub(super) fn add(&self, archive: &Archive) -> Result<PathBuf> {
        let copy = self.folder.join(&archive.name);
        if !copy.exists() {
            fs::copy(&archive.path, &copy)
                .with_context(|| format!("cannot copy {} to {}", archive.path.display(), copy.display()))?;
        }
        Ok(copy)
    }

    /// Writes what a network mirror answers when it is asked for versions, and for
    /// the archives of one. Both are of all archives that are here, of which those
    /// that were added are known.
    pub(super) fn write_indexes(&self, added: &BTreeMap<String, Archive>) -> Result<()> {
        let mut archives: BTreeMap<_, Vec<Archive>> = BTreeMap::new();
        for file in files::below(&self.folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".zip") {
                let known = added.get(name.as_ref()).cloned();
                let archive = known.map_or_else(|| Archive::read(&file), Ok)?;
                archives.entry(archive.version.clone()).or_default().push(archive);
            }
        }
        for (version, archives) in &archives {
            let of_platform = |archive: &Archive| {
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
