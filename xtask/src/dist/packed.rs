//! An archive with its SBOM, in a folder.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::compile::Built;
use super::names::Names;
use super::{archive, sbom};
use crate::{files, metadata};

/// An archive and the list of what it is made of.
pub(crate) struct Packed {
    pub(crate) zip: PathBuf,
    pub(crate) sbom: PathBuf,
}

/// Packs a built provider into a folder that holds nothing else.
pub(crate) fn pack(built: &Built, folder: &Path) -> Result<Packed> {
    files::fresh_folder(folder)?;
    let names = Names::new(metadata::version()?);
    let platform = built.target.platform;
    let packed = Packed { zip: folder.join(names.zip(platform)), sbom: folder.join(names.sbom(platform)) };
    archive::write(&packed.zip, platform, &built.binary, &built.checkout.root.join("LICENSE"))?;
    sbom::write(&packed.sbom, &packed.zip, built)?;
    Ok(packed)
}
