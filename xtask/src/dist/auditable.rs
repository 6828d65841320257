//! cargo-auditable, which puts the list of dependencies into the program, so
//! that scanners find what a stripped Rust program is made of.
//!
//! Its executable is used as the compiler's wrapper, as `cargo auditable` itself
//! does, but by its bare name: cargo's hashes, which are part of the names of
//! symbols, depend on how the wrapper is called, and a path would make them
//! differ from folder to folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, console, process, tools};

const VERSION: &str = "0.7.7";

/// Its folder, and the folders of `PATH` behind it.
pub(super) struct Auditable {
    search_path: std::ffi::OsString,
}

impl Auditable {
    /// Installs it under `target/tools/`, unless it is there.
    ///
    /// # Errors
    /// When cargo cannot install it.
    pub(super) fn bring() -> Result<Auditable> {
        let executable = format!("bin/{NAME}{}", std::env::consts::EXE_SUFFIX);
        let folder = tools::Folder { name: NAME, executable: &executable, made_from: VERSION.to_owned() };
        let program = folder.program(Path::is_file, |folder| {
            console::step(&format!("Installing {NAME} {VERSION}"));
            let mut install = cargo::cargo();
            install.args(["install", "--quiet", "--locked", "--debug", "--version", VERSION, NAME, "--root"]);
            // Its own build is no part of the release.
            install.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET");
            process::run(install.arg(folder)).with_context(|| {
                format!("{NAME}, which puts the dependency list into the program, is missing")
            })
        })?;
        let bin = program.parent().map(PathBuf::from).context("a program is in a folder")?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(bin).chain(std::env::split_paths(&path));
        let search_path =
            std::env::join_paths(folders).context("the path of target/ cannot be part of PATH")?;
        Ok(Auditable { search_path })
    }

    /// Makes a cargo command that builds use it.
    pub(super) fn wrap(&self, cargo: &mut Command) {
        cargo.env("RUSTC_WORKSPACE_WRAPPER", NAME).env("PATH", &self.search_path);
        // The options of cargo that it passes on when it asks for the packages.
        let options = r#"{"offline":false,"locked":true,"frozen":false,"config":[]}"#;
        cargo.env("CARGO_AUDITABLE_ORIG_ARGS", options);
    }
}

/// The package and its executable.
const NAME: &str = "cargo-auditable";
