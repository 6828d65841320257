//! The release archive: the same bytes whenever the same binary is packed.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::workspace::PROVIDER;

/// Packs the provider and its licence.
pub(crate) fn write(zip: &Path, binary: &Path, license: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(File::create(zip)?);
    let executable = format!("{PROVIDER}{}", std::env::consts::EXE_SUFFIX);
    for (name, source, mode) in [("LICENSE.txt", license, 0o644), (executable.as_str(), binary, 0o755)] {
        // A fixed time, the earliest a zip can hold.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(mode);
        archive.start_file(name, options)?;
        let mut source = File::open(source).with_context(|| format!("cannot read {}", source.display()))?;
        io::copy(&mut source, &mut archive)?;
    }
    archive.finish().with_context(|| format!("cannot write {}", zip.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_same_files_make_the_same_archive() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("binary"), "a program")?;
        fs::write(path("license"), "a licence")?;
        write(&path("one.zip"), &path("binary"), &path("license"))?;
        fs::write(path("binary"), "a program")?; // only its time is new
        write(&path("two.zip"), &path("binary"), &path("license"))?;
        assert_eq!(fs::read(path("one.zip"))?, fs::read(path("two.zip"))?);
        Ok(())
    }

    #[test]
    fn the_provider_is_executable_in_the_archive() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("binary"), "a program")?;
        fs::write(path("license"), "a licence")?;
        write(&path("it.zip"), &path("binary"), &path("license"))?;
        let mut archive = zip::ZipArchive::new(File::open(path("it.zip"))?)?;
        let executable = format!("{PROVIDER}{}", std::env::consts::EXE_SUFFIX);
        let mode = archive.by_name(&executable)?.unix_mode();
        assert_eq!(mode.map(|mode| mode & 0o777), Some(0o755));
        Ok(())
    }
}
