//! Terraform and OpenTofu in versions that no package brings, built from the Go
//! modules in `tests/cores/`, a folder each.

use std::path::Path;

use anyhow::{Context, Result};

use crate::terraform::{self, Terraform};
use crate::{console, files, go, tools, workspace};

/// The folders, which are named `opentofu-1.12` and the like, oldest first.
pub(crate) fn names() -> Result<Vec<String>> {
    let modules = workspace::root().join("tests/cores");
    let entries = std::fs::read_dir(&modules).context("cannot list the folder tests/cores")?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// Builds one, unless it is there and answers.
///
/// # Errors
/// When there is no Go, or it cannot get the module or build it.
pub(crate) fn build(name: &str) -> Result<Terraform> {
    let module = workspace::root().join("tests/cores").join(name);
    let go_mod = files::read(&module.join("go.mod"))?;
    let executable = if name.starts_with("opentofu") { "tofu" } else { "terraform" };
    let folder = tools::Folder { name, executable, made_from: go_mod };
    let answers = |program: &Path| terraform::identify(program).is_ok();
    let program = folder.program(answers, |folder| {
        console::note(&format!("building {name} from its Go module, once, which takes ten minutes"));
        go::build(&module, &folder.join(executable), LINKED).with_context(|| format!("cannot build {name}"))
    })?;
    terraform::identify(&program)
}

/// Small, and without the "dev" that OpenTofu's version ends in otherwise.
const LINKED: &str = "-ldflags=-s -w -X github.com/opentofu/opentofu/version.dev=no";
