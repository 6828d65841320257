//! The signed set of a release, as it is or changed.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::key::{self, Key};
use crate::harness::install::platform;

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

    /// The same program as another version, and for other platforms a file in its
    /// place, in a folder below `parent`, summed and signed with `key`.
    pub(super) fn like(&self, parent: &Path, version: &str, platforms: &[&str], key: &Key) -> Self {
        let folder = parent.join(format!("set-{version}"));
        fs::create_dir_all(&folder).expect("the folder of a set");
        let copy = Self { folder, version: version.to_owned() };
        let here = platform();
        for platform in platforms {
            if *platform == here {
                fs::copy(self.archive(platform), copy.archive(platform)).expect("this machine's archive");
            } else {
                pack_stand_in(&copy.archive(platform), platform);
            }
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

/// Packs a file in place of a program that this machine cannot run.
fn pack_stand_in(archive: &Path, platform: &str) {
    let suffix = if platform.starts_with("windows") { ".exe" } else { "" };
    let mut archive = ZipWriter::new(File::create(archive).expect("a new archive"));
    let options = SimpleFileOptions::default().unix_permissions(0o755);
    archive.start_file(format!("{PROVIDER}{suffix}"), options).expect("a file in the archive");
    write!(archive, "a program for {platform}").expect("its contents");
    archive.finish().expect("the end of the archive");
}
