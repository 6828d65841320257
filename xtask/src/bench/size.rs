//! What users download and what they keep.

use anyhow::Result;
use std::fs;

use super::figure::Figure;
use crate::dist::{self, Built};
use crate::metadata;

/// The sizes of the binary and of the archive it is released in.
pub(crate) fn measure(provider: &Built) -> Result<Vec<Figure>> {
    let folder = metadata::target_directory()?.join("bench/dist");
    let packed = dist::pack(provider, &folder)?;
    Ok(vec![
        Figure::bytes("binary", fs::metadata(&provider.binary)?.len()),
        Figure::bytes("release zip", fs::metadata(packed.zip)?.len()),
    ])
}
