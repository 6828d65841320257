//! The release archive: the same bytes whenever the same binary is packed, on
//! any system.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::names;
use crate::platform::Platform;

/// The licence's name in an archive, as most providers call it.
pub(crate) const LICENSE: &str = "LICENSE.txt";

/// Packs the provider and its licence, in the order of their names.
pub(crate) fn write(zip: &Path, platform: Platform, binary: &Path, license: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(File::create(zip)?);
    let executable = names::executable(platform);
    for (name, source, mode) in [(LICENSE, license, 0o644), (executable.as_str(), binary, 0o755)] {
        // A fixed time, the earliest a zip can hold, and the permissions and system
        // of Unix wherever it is packed.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(mode);
        archive.start_file(name, options)?;
        let mut source = File::open(source).with_context(|| format!("cannot read {}", source.display()))?;
        io::copy(&mut source, &mut archive)?;
    }
    archive.finish().with_context(|| format!("cannot write {}", zip.display()))?;
    Ok(())
}

/// The files in an archive, by their names.
pub(crate) fn read(zip: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let file = File::open(zip).with_context(|| format!("cannot read {}", zip.display()))?;
    let mut archive =
        ZipArchive::new(file).with_context(|| format!("{} is not a zip archive", zip.display()))?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let mut contents = Vec::new();
        entry
            .read_to_end(&mut contents)
            .with_context(|| format!("{name} in {} is damaged", zip.display()))?;
        files.insert(name, contents);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn linux() -> Platform {
        Platform::of_target("x86_64-unknown-linux-musl").expect("a platform")
    }

    #[test]
    fn the_same_files_make_the_same_archive() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("binary"), "a program")?;
        fs::write(path("license"), "a licence")?;
        write(&path("one.zip"), linux(), &path("binary"), &path("license"))?;
        fs::write(path("binary"), "a program")?; // only its time is new
        write(&path("two.zip"), linux(), &path("binary"), &path("license"))?;
        assert_eq!(fs::read(path("one.zip"))?, fs::read(path("two.zip"))?);
        Ok(())
    }

    #[test]
    fn an_archive_gives_back_what_was_packed() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("binary"), "a program")?;
        fs::write(path("license"), "a licence")?;
        let windows = Platform::of_target("x86_64-pc-windows-msvc").context("a platform")?;
        write(&path("it.zip"), windows, &path("binary"), &path("license"))?;
        let files = read(&path("it.zip"))?;
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(names, [LICENSE, "terraform-provider-apigatewayv2.exe"]);
        assert_eq!(files[LICENSE], b"a licence");
        Ok(())
    }

    #[test]
    fn the_provider_is_executable_in_the_archive() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("binary"), "a program")?;
        fs::write(path("license"), "a licence")?;
        write(&path("it.zip"), linux(), &path("binary"), &path("license"))?;
        let mut archive = ZipArchive::new(File::open(path("it.zip"))?)?;
        let mode = archive.by_name(&names::executable(linux()))?.unix_mode();
        assert_eq!(mode.map(|mode| mode & 0o777), Some(0o755));
        Ok(())
    }
}
