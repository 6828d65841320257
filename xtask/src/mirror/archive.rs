//! An archive of this provider: what its name says, and the hashes by which
//! Terraform knows it.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use semver::Version;
use sha2::{Digest, Sha256};

use crate::dist::{self, Names};
use crate::platform::Platform;
use crate::workspace::PROVIDER;

/// Archives by their names.
pub(super) type Archives = BTreeMap<String, Archive>;

/// An archive that is what its name says.
#[derive(Clone)]
pub(super) struct Archive {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) platform: Platform,
    /// Of the bytes of the archive, and of the files in it.
    pub(super) hashes: [String; 2],
}

impl Archive {
    /// # Errors
    /// When it is not an archive of this provider, or not the one that the sums
    /// beside it are of.
    pub(super) fn read(path: &Path) -> Result<Archive> {
        let name = path.file_name().context("an archive has a name")?.to_string_lossy().into_owned();
        let (version, platform) = named(&name)?;
        let files = dist::read_archive(path)?;
        let executable = dist::executable(platform);
        ensure!(
            files.contains_key(&executable),
            "{} is no archive of this provider for {platform}: it does not hold {executable}",
            path.display()
        );
        let sum = dist::sum_of(path)?;
        agrees_with_sums(path, &name, &version, &sum)?;
        let contents: Vec<_> = files.iter().map(|(name, contents)| (name.as_str(), contents)).collect();
        let hashes = [h1(&contents), format!("zh:{sum}")];
        Ok(Archive { path: path.to_owned(), name, version, platform, hashes })
    }
}

/// What `terraform-provider-apigatewayv2_VERSION_OS_ARCH.zip` says.
fn named(name: &str) -> Result<(Version, Platform)> {
    let parts = name.strip_prefix(PROVIDER).and_then(|rest| rest.strip_prefix('_'));
    let found = Platform::all().find_map(|platform| {
        let version = parts?.strip_suffix(&format!("_{platform}.zip"))?;
        Some((version, platform))
    });
    let (version, platform) = found.with_context(|| {
        let platforms: Vec<_> = Platform::all().map(|platform| platform.to_string()).collect();
        format!(
            "{name} is not named as an archive of this provider: {PROVIDER}_VERSION_PLATFORM.zip, where the platform \
             is one of {}",
            platforms.join(", ")
        )
    })?;
    let version = Version::parse(version)
        .with_context(|| format!("`{version}` in the name {name} is not a version such as 1.2.3"))?;
    Ok((version, platform))
}

/// A release has its sums beside the archives, and an archive alone has none.
fn agrees_with_sums(path: &Path, name: &str, version: &Version, sum: &str) -> Result<()> {
    let sums = path.with_file_name(Names::new(&version.to_string()).sums());
    let text = match std::fs::read_to_string(&sums) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        read => read.with_context(|| format!("cannot read the sums {}", sums.display()))?,
    };
    let listed = text.lines().filter_map(|line| line.split_once("  ")).find(|(_, listed)| *listed == name);
    ensure!(
        listed.is_some_and(|(listed, _)| listed == sum),
        "{} is not the archive that {} lists: its sum is {sum}; fetch or make the release again",
        path.display(),
        sums.display()
    );
    Ok(())
}

/// Go's hash of a folder, which is the same for the archive and for the files
/// that Terraform has unpacked. The files are in the order of their names.
fn h1(files: &[(&str, &Vec<u8>)]) -> String {
    let mut summary = Sha256::new();
    for (name, contents) in files {
        summary.update(format!("{}  {name}\n", dist::sum_of_bytes(contents)));
    }
    format!("h1:{}", STANDARD.encode(summary.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_version_and_platform() -> Result<()> {
        let (version, platform) = named("terraform-provider-apigatewayv2_1.2.3-rc.1_linux_arm64.zip")?;
        assert_eq!((version.to_string(), platform.to_string()), ("1.2.3-rc.1".into(), "linux_arm64".into()));
        Ok(())
    }

    /// What `sha256sum a b | openssl dgst -sha256 -binary | base64` prints.
    #[test]
    fn the_hash_of_the_files_is_that_of_their_sums() {
        let hash = h1(&[("a", &b"1\n".to_vec()), ("b", &b"2\n".to_vec())]);
        assert_eq!(hash, "h1:kO/Oqkn0quVyqFeXqSR4ovb/JV5dfuSOjpgpPXKMWAw=");
    }
}
