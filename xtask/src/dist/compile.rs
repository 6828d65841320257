//! How a release is compiled, beside what `Cargo.toml` says: for a target of its
//! own, without the builder's folders in it, and with the list of dependencies.
//!
//! The flags for it take the place of those in the environment and in the user's
//! cargo configuration. Ordinary builds know nothing of them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::auditable::Auditable;
use super::c_compiler::Words;
use super::checkout::Checkout;
use super::folders::Folders;
use super::packages::Packages;
use super::target::Target;
use super::{c_compiler, inspect};
use crate::address::SOURCE_ADDRESS;
use crate::workspace::PROVIDER;
use crate::{cargo, console, process};

/// The time of everything in a release, for compilers that put one into what
/// they make: the earliest that a zip archive can hold.
const TIME: &str = "315532800";

/// A provider as it is released.
pub(crate) struct Built {
    pub(crate) binary: PathBuf,
    pub(super) checkout: Checkout,
    pub(super) target: Target,
    pub(super) packages: Packages,
}

impl Built {
    /// Compiles the provider and looks at what came out.
    ///
    /// # Errors
    /// When it does not compile, or is not what a release has to be.
    pub(crate) fn make(checkout: Checkout, target: Target, profile: &str) -> Result<Built> {
        console::step(&format!("Building the provider for {}, profile {profile}", target.triple));
        let auditable = Auditable::bring()?;
        let packages = Packages::of(&checkout, &target.triple)?;
        let folders = Folders::of(&checkout, &packages)?;
        let mut cargo = checkout.cargo();
        cargo.args(["build", "--locked", "--profile", profile, "--target", &target.triple, "--target-dir"]);
        cargo.arg(&checkout.target_directory).args(["--package", PROVIDER, "--bin", PROVIDER]);
        set_environment(&mut cargo, &target, &folders)?;
        auditable.wrap(&mut cargo);
        let built = cargo::executables(&mut cargo)?;
        let binary = built.into_iter().find(|built| built.is_binary(PROVIDER)).map(|built| built.path);
        let binary = binary.context("cargo did not say where it put the provider")?;
        inspect::check(&binary, &target, &folders, &packages)?;
        Ok(Built { binary, checkout, target, packages })
    }

    /// The provider of an ordinary build, which is packed like a release for tests
    /// on a developer's machine, and is none.
    ///
    /// # Errors
    /// When cargo does not say what it was built from.
    pub(crate) fn by_cargo(binary: PathBuf) -> Result<Built> {
        let checkout = Checkout::this()?;
        let target = Target::of_ordinary_builds()?;
        let packages = Packages::of(&checkout, &target.triple)?;
        Ok(Built { binary, checkout, target, packages })
    }
}

fn set_environment(cargo: &mut Command, target: &Target, folders: &Folders) -> Result<()> {
    // The SBOM names the address of this program's own build.
    cargo.env("PROVIDER_SOURCE", SOURCE_ADDRESS);
    cargo.env("SOURCE_DATE_EPOCH", TIME).env("ZERO_AR_DATE", "1").env("CARGO_INCREMENTAL", "0");
    // The flags of the target alone; it takes precedence over every other place.
    let flags: Vec<String> = rust_flags(target, folders).collect();
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    let c_flags: Vec<_> = c_flags(target, folders)?.iter().map(|flag| process::quoted(flag)).collect();
    cargo.env(format!("CFLAGS_{}", target.triple), c_flags.join(" ")).env("CC_SHELL_ESCAPED_FLAGS", "1");
    cargo.envs(c_compiler::named(&target.triple)?);
    if target.has_musl() {
        // The SBOM names this one; a linker of the user's configuration is not asked.
        cargo.env(target.linker_variable(), target.linker());
    }
    Ok(())
}

fn rust_flags(target: &Target, folders: &Folders) -> impl Iterator<Item = String> {
    let statically = target.has_static_c_library().then_some("-Ctarget-feature=+crt-static");
    // A link time of zero, in the place of the real one.
    let timeless = target.is_msvc().then_some("-Clink-arg=/Brepro");
    folders.for_rustc().chain(statically.into_iter().chain(timeless).map(str::to_owned))
}

fn c_flags(target: &Target, folders: &Folders) -> Result<Vec<String>> {
    let words = c_compiler::words_of(&c_compiler::of(&target.triple)?);
    let timeless: &[&str] = match words {
        Words::Gcc => &[],
        Words::Msvc => &["/Brepro", "/experimental:deterministic"],
        Words::ClangCl => &["/Brepro"],
    };
    Ok(timeless.iter().map(ToString::to_string).chain(folders.for_c(words)).collect())
}
