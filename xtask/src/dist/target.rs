//! What a release is compiled for.
//!
//! Linux programs are linked statically, because Terraform's own container
//! image is Alpine and the oldest glibc that is in use is not known: against
//! musl where Rust's target and a C compiler for it are installed, else against
//! the glibc of this machine. Programs for Windows bring Microsoft's C runtime
//! along. On macOS the system's own library is the stable interface.

use std::ffi::OsString;

use anyhow::{Context, Result};

use super::{c_compiler, rustc};
use crate::platform::Platform;
use crate::{console, process};

/// A Rust target and the platform that its programs run on.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) triple: String,
    pub(crate) platform: Platform,
}

impl Target {
    /// The one asked for, or what is right on this machine.
    ///
    /// # Errors
    /// When no release is made for that platform.
    pub(crate) fn choose(asked: Option<&str>) -> Result<Target> {
        match asked {
            Some(triple) => Target::named(triple),
            None => Target::of_this_machine(),
        }
    }

    /// What cargo builds for when it is not told.
    pub(super) fn of_ordinary_builds() -> Result<Target> {
        Target::named(&rustc::host()?)
    }

    fn named(triple: &str) -> Result<Target> {
        let platform = Platform::of_target(triple).with_context(|| {
            let platforms: Vec<_> = Platform::all().map(|platform| platform.to_string()).collect();
            format!("no release is made for the target {triple}; the platforms are {}", platforms.join(", "))
        })?;
        Ok(Target { triple: triple.to_owned(), platform })
    }

    fn of_this_machine() -> Result<Target> {
        let host = Target::of_ordinary_builds()?;
        let Some(musl) = host.with_musl() else { return Ok(host) };
        if !standard_library_is_there(&musl.triple) || c_compiler::of(&musl.triple).is_err() {
            console::note(&format!(
                "{} or its C compiler is not installed: linking glibc statically",
                musl.triple
            ));
            return Ok(host);
        }
        Ok(musl)
    }

    /// The target of the same architecture that links musl.
    fn with_musl(&self) -> Option<Target> {
        let arch = self.triple.strip_suffix("-unknown-linux-gnu")?;
        Some(Target { triple: format!("{arch}-unknown-linux-musl"), platform: self.platform })
    }

    pub(crate) fn is_linux(&self) -> bool {
        self.platform.os == "linux"
    }

    /// Whether musl is the C library.
    pub(super) fn has_musl(&self) -> bool {
        self.triple.ends_with("-musl")
    }

    /// What rustc starts to link for Linux: what cargo's variable for it names, else
    /// rustc's own choice, which is not the C compiler of the target.
    pub(super) fn linker(&self) -> OsString {
        std::env::var_os(self.linker_variable()).filter(|set| !set.is_empty()).unwrap_or_else(|| "cc".into())
    }

    pub(super) fn linker_variable(&self) -> String {
        format!("CARGO_TARGET_{}_LINKER", self.triple.to_uppercase().replace('-', "_"))
    }

    pub(crate) fn is_msvc(&self) -> bool {
        self.triple.ends_with("-msvc")
    }

    pub(crate) fn is_apple(&self) -> bool {
        self.platform.os == "darwin"
    }

    /// Whether the C library is to be part of the program.
    pub(crate) fn has_static_c_library(&self) -> bool {
        self.is_linux() || self.is_msvc()
    }
}

fn standard_library_is_there(triple: &str) -> bool {
    let folder = process::output(rustc::command().args(["--print", "target-libdir", "--target", triple]));
    folder.is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_glibc_has_musl_in_its_place() -> Result<()> {
        let musl =
            |triple| Ok::<_, anyhow::Error>(Target::named(triple)?.with_musl().map(|musl| musl.triple));
        assert_eq!(musl("aarch64-unknown-linux-gnu")?.as_deref(), Some("aarch64-unknown-linux-musl"));
        assert_eq!(musl("aarch64-apple-darwin")?, None);
        Ok(())
    }

    #[test]
    fn a_target_without_a_release_is_refused_with_those_that_have_one() {
        let error = Target::choose(Some("riscv64gc-unknown-linux-gnu")).err().map(|error| error.to_string());
        assert!(error.is_some_and(|text| text.contains("riscv64gc") && text.contains("linux_arm64")));
    }
}
