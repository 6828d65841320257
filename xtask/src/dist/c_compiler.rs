//! The C compiler that build scripts use for a target.
//!
//! They ask the crate `cc`, and so does this. Windows on ARM is the exception:
//! AWS-LC compiles with clang-cl there and the other packages would with
//! Microsoft's compiler, so a release names clang-cl for all.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::rustc;

const WINDOWS_ON_ARM: &str = "aarch64-pc-windows-msvc";

/// The variable that names the compiler for Windows on ARM.
const VARIABLE: &str = "CC_aarch64_pc_windows_msvc";

/// In whose words a compiler takes flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Words {
    Gcc,
    Msvc,
    ClangCl,
}

/// The compiler for a target.
///
/// # Errors
/// When it is not installed.
pub(super) fn of(triple: &str) -> Result<cc::Tool> {
    let mut build = cc::Build::new();
    build.cargo_metadata(false).cargo_warnings(false).target(triple).host(&rustc::host()?);
    build.opt_level(0).debug(false).out_dir(std::env::temp_dir());
    if let Some((_, compiler)) = named(triple)? {
        build.compiler(compiler);
    }
    let tool = build.try_get_compiler().with_context(|| format!("there is no C compiler for {triple}"))?;
    which::which(tool.path()).with_context(|| format!("the C compiler for {triple} is not installed"))?;
    Ok(tool)
}

/// The compiler that build scripts do not find alike, with the variable for it.
pub(super) fn named(triple: &str) -> Result<Option<(&'static str, PathBuf)>> {
    if triple != WINDOWS_ON_ARM {
        return Ok(None);
    }
    let set = std::env::var_os(VARIABLE).filter(|set| !set.is_empty()).map(PathBuf::from);
    Ok(Some((VARIABLE, set.map_or_else(clang_cl, Ok)?)))
}

pub(super) fn words_of(compiler: &cc::Tool) -> Words {
    let is_clang_cl = compiler.path().file_stem().is_some_and(|name| name.eq_ignore_ascii_case("clang-cl"));
    if is_clang_cl || compiler.is_like_clang_cl() {
        Words::ClangCl
    } else if compiler.is_like_msvc() {
        Words::Msvc
    } else {
        Words::Gcc
    }
}

/// On `PATH`, or where Visual Studio has it.
fn clang_cl() -> Result<PathBuf> {
    if let Ok(found) = which::which("clang-cl") {
        return Ok(found);
    }
    let microsofts = cc::windows_registry::find_tool(WINDOWS_ON_ARM, "cl.exe");
    let folders = microsofts.iter().flat_map(|compiler| compiler.path().ancestors());
    let in_folder = |folder: &std::path::Path| {
        let llvm = folder.join("VC/Tools/Llvm");
        ["ARM64", "x64"].map(|arch| llvm.join(arch).join("bin/clang-cl.exe"))
    };
    folders.flat_map(in_folder).find(|program| program.is_file()).context(
        "there is no clang-cl, which compiles AWS-LC for Windows on ARM; install the component \"C++ Clang Compiler \
         for Windows\" of the Visual Studio Build Tools",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_windows_on_arm_has_a_compiler_that_is_named() -> Result<()> {
        for triple in ["x86_64-pc-windows-msvc", "aarch64-unknown-linux-musl", "aarch64-apple-darwin"] {
            assert_eq!(named(triple)?, None, "{triple}");
        }
        Ok(())
    }

    #[test]
    fn the_compiler_of_this_machine_is_found() -> Result<()> {
        let words = words_of(&of(&rustc::host()?)?);
        assert_eq!(words == Words::Gcc, cfg!(not(target_env = "msvc")));
        Ok(())
    }
}
