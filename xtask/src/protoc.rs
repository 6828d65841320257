//! `cargo xtask protoc`: the protoc that tf-provider's build script needs.
//!
//! It comes from the crate protoc-bin-vendored and is put where
//! `.cargo/config.toml` points `PROTOC`, so that nobody has to install one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::{files, workspace};

/// Where protoc is once [`install`] has run; the path in `.cargo/config.toml`.
pub(crate) fn path() -> PathBuf {
    folder().join("bin").join(format!("protoc{}", std::env::consts::EXE_SUFFIX))
}

fn folder() -> PathBuf {
    workspace::root().join("target/tools/protoc")
}

/// Puts protoc and the definitions it ships with in place, if they are not
/// there already.
pub(crate) fn install() -> Result<()> {
    let vendored = protoc_bin_vendored::protoc_bin_path().map_err(|error| {
        anyhow!("no protoc for this system ({error}); install protobuf-compiler and set PROTOC")
    })?;
    let include = protoc_bin_vendored::include_path().context("protoc's include files")?;
    copy_if_changed(&vendored, &path())?;
    for source in files::below(&include)? {
        let name = source.strip_prefix(&include)?;
        copy_if_changed(&source, &folder().join("include").join(name))?;
    }
    Ok(())
}

/// Copies through a temporary name: another cargo may be using the old file.
fn copy_if_changed(from: &Path, to: &Path) -> Result<()> {
    let same = |to: fs::Metadata| fs::metadata(from).is_ok_and(|from| from.len() == to.len());
    if fs::metadata(to).is_ok_and(same) {
        return Ok(());
    }
    files::make_parent(to)?;
    let partial = to.with_extension(format!("partial-{}", std::process::id()));
    fs::copy(from, &partial)
        .and_then(|_| fs::rename(&partial, to))
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
