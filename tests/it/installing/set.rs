//! The signed set of a release, as it is or changed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::{ZipArchive, ZipWriter};

use super::key::{self, Key};

const PROVIDER: &str = "terraform-provider-apigatewayv2";

/// A folder with the archives of one version, their sums, the signature of these
/// and the key.
pub(super) struct ReleaseSet {
    pub(super) folder: PathBuf,
    pub(super) version: String,
}

impl ReleaseSet {
    /// The one that `cargo xtask release` has made.
    pub(super) fn given(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// The same programs as another version or for more platforms, in a folder
    /// below `parent`, summed and signed with `key`.
    pub(super) fn like(&self, parent: &Path, version: &str, platforms: &[&str], key: &Key) -> Self {
        let folder = parent.join(format!("set-{version}"));
        fs::create_dir_all(&folder).expect("the folder of a set");
        let copy = Self { folder, version: version.to_owned() };
        let ours = self.archive(&crate::harness::install::platform());
        for platform in platforms {
            let suffix = if platform.starts_with("windows") { ".exe" } else { "" };
            let program = format!("{PROVIDER}{suffix}");
            repack(&ours, &copy.archive(platform), |name| {
                if name.starts_with(PROVIDER) { program.clone() } else { name.to_owned() }
            });
        }
        fs::copy(self.file("manifest.json"), copy.file("manifest.json")).expect("the manifest");
        copy.sum();
        copy.sign(key);
        key.write_public(&copy.key());
        copy
    }

    /// `terraform-provider-apigatewayv2_VERSION_…`.
    pub(super) fn name(&self, rest: &str) -> String {
        format!("{PROVIDER}_{}_{rest}", self.version)
    }

    pub(super) fn file(&self, rest: &str) -> PathBuf {
        self.folder.join(self.name(rest))
    }

    pub(super) fn archive(&self, platform: &str) -> PathBuf {
        self.file(&format!("{platform}.zip"))
    }

    pub(super) fn sums(&self) -> PathBuf {
        self.file("SHA256SUMS")
    }

    pub(super) fn signature(&self) -> PathBuf {
        self.file("SHA256SUMS.sig")
    }

    pub(super) fn key(&self) -> PathBuf {
        self.file("key.asc")
    }

    pub(super) fn key_id(&self) -> String {
        key::id_of(&self.key())
    }

    /// Of which there are archives, sorted.
    pub(super) fn platforms(&self) -> Vec<String> {
        let prefix = self.name("");
        let mut platforms: Vec<_> = fs::read_dir(&self.folder)
            .expect("the set")
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some(name.strip_prefix(&prefix)?.strip_suffix(".zip")?.to_owned())
            })
            .collect();
        platforms.sort();
        platforms
    }

    /// Writes the sums of the archives and the manifest.
    pub(super) fn sum(&self) {
        let archives = self.platforms().into_iter().map(|platform| self.name(&format!("{platform}.zip")));
        let line = |name: String| format!("{}  {name}\n", sum(&self.folder.join(&name)));
        let lines: String = archives.chain([self.name("manifest.json")]).map(line).collect();
        fs::write(self.sums(), lines).expect("the sums");
    }

    pub(super) fn sign(&self, key: &Key) {
        key.sign(&self.sums(), &self.signature());
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn sum(file: &Path) -> String {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Packs the files of an archive anew, under other names.
pub(super) fn repack(from: &Path, to: &Path, rename: impl Fn(&str) -> String) {
    let mut source = ZipArchive::new(File::open(from).expect("an archive")).expect("a zip archive");
    let mut target = ZipWriter::new(File::create(to).expect("a new archive"));
    for index in 0..source.len() {
        let file = source.by_index_raw(index).expect("a file of the archive");
        let name = rename(&file.name().expect("a name"));
        target.raw_copy_file_rename(file, name).expect("a copy in the archive");
    }
    target.finish().expect("the end of the archive");
}
