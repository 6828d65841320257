//! Checksums in the form of `sha256sum`, which registries read.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// One line for each file: its SHA-256 and its name without folders.
pub(crate) fn of(paths: &[&Path]) -> Result<String> {
    let mut lines = String::new();
    for path in paths {
        let contents = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().context("a file has a name")?;
        let sum = hex(&Sha256::digest(contents));
        writeln!(lines, "{sum}  {}", name.to_string_lossy())?;
    }
    Ok(lines)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_sha256sum_prints() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("empty.zip");
        fs::write(&file, "")?;
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(of(&[&file])?, format!("{empty}  empty.zip\n"));
        Ok(())
    }
}
