//! Checksums in the form of `sha256sum`, which registries read.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// One line for each file, in the order of their names: its SHA-256 and its name
/// without folders.
pub(crate) fn of<P: AsRef<Path>>(paths: &[P]) -> Result<String> {
    let mut named = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let name = path.file_name().context("a file has a name")?;
        named.push((name.to_string_lossy(), of_file(path)?));
    }
    named.sort();
    let mut lines = String::new();
    for (name, sum) in named {
        writeln!(lines, "{sum}  {name}")?;
    }
    Ok(lines)
}

/// The SHA-256 of a file in hexadecimal.
pub(crate) fn of_file(path: &Path) -> Result<String> {
    let contents = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(of_bytes(&contents))
}

/// The SHA-256 of some bytes in hexadecimal.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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

    #[test]
    fn lines_are_in_the_order_of_the_names() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let files = ["b.zip", "a.zip"].map(|name| folder.path().join(name));
        for file in &files {
            fs::write(file, "")?;
        }
        let sums = of(&files)?;
        let names: Vec<_> = sums.lines().filter_map(|line| line.split("  ").nth(1)).collect();
        assert_eq!(names, ["a.zip", "b.zip"]);
        Ok(())
    }
}
