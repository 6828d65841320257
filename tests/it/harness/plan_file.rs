//! What is in a file that `plan -out` has written.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zip::ZipArchive;

/// The entries of the file, which is a zip archive, by their names.
///
/// # Panics
/// When it is no plan of Terraform.
pub(crate) fn entries(file: &Path) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(File::open(file).expect("a plan")).expect("an archive");
    let entries: Vec<_> = (0..archive.len())
        .map(|entry| {
            let mut entry = archive.by_index(entry).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("its contents");
            (entry.name().expect("a name").into_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    for name in ["tfplan", "tfstate"] {
        assert!(entries.iter().any(|(found, _)| found == name), "there is no {name}");
    }
    entries
}
