//! Rules about how the files of each crate depend on each other.

use std::path::Path;

use anyhow::{Context, Result};

use super::layers::LAYERS;
use super::modules::Crate;
use super::{circles, findings, imports};
use crate::{files, metadata, workspace};

/// Looks at every library and program of the workspace.
pub(crate) fn check() -> Result<()> {
    let read = |file: &str| files::read(&workspace::root().join(file));
    let mut findings = Vec::new();
    for package in metadata::packages()? {
        let roots = package.targets.iter().filter(|target| target.is("lib") || target.is("bin"));
        for root in roots.map(|target| relative(&target.src_path)) {
            let root = root?;
            let found = Crate::read(&root, &read)?;
            findings.extend(circles::findings(&imports::between_files(&found)));
            for layer in &LAYERS {
                findings.extend(layer.paths(&found));
            }
            for layer in LAYERS.iter().filter(|layer| layer.has(&root)) {
                findings.extend(layer.dependencies(package.dependencies.iter().map(|on| on.name.as_str())));
            }
        }
    }
    findings::judge(&findings)
}

/// A file's path from the workspace's root, with `/` on every system.
fn relative(path: &Path) -> Result<String> {
    let path = path.strip_prefix(workspace::root()).context("a package is in the workspace")?;
    let parts = path.iter().map(|part| part.to_string_lossy());
    Ok(parts.collect::<Vec<_>>().join("/"))
}
