//! What users download and what they keep.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::figure::Figure;
use crate::{dist, metadata};

/// The sizes of the binary and of the archive it is released in.
pub(crate) fn measure(provider: &Path) -> Result<Vec<Figure>> {
    let folder = metadata::target_directory()?.join("bench/dist");
    let [zip, ..] = dist::pack(provider, &folder)?;
    Ok(vec![
        Figure::bytes("binary", fs::metadata(provider)?.len()),
        Figure::bytes("release zip", fs::metadata(zip)?.len()),
    ])
}
