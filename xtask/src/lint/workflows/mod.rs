//! Rules for `.github/workflows`.
//!
//! A workflow's shell is one `cargo xtask` verb each time, so that what it does
//! can be run and is tested outside of it; it runs only code that is named by its
//! commit, and no job may do more than it must. What GitHub itself would refuse
//! is found by actionlint.

mod actionlint;
mod commands;
mod rules;
mod workflow;

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

pub(crate) use self::actionlint::check as actionlint;
use self::workflow::Workflow;
use super::findings;
use crate::{files, process, workspace};

const FOLDER: &str = ".github/workflows";

/// Looks at every workflow.
pub(crate) fn check() -> Result<()> {
    let mut found = Vec::new();
    for file in files()? {
        let text = files::read(&workspace::root().join(&file))?;
        let in_file = |finding: String| format!("{file}: {finding}");
        found.extend(violations(&text, &is_command).with_context(|| file.clone())?.into_iter().map(in_file));
    }
    findings::judge(&found)
}

/// The workflows, by their paths from the root.
fn files() -> Result<Vec<String>> {
    let paths = files::below(&workspace::root().join(FOLDER))?;
    let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
    Ok(names.map(|name| format!("{FOLDER}/{name}")).collect())
}

fn violations(text: &str, is_command: &dyn Fn(&[&str]) -> bool) -> Result<Vec<String>> {
    let workflow = Workflow::parse(text)?;
    let mut found = rules::violations(text, &workflow);
    found.extend(commands::violations(&workflow, is_command));
    Ok(found)
}

/// Whether this program would carry out such a command. It is asked for help
/// about it, which it gives only if it can read what comes before.
fn is_command(words: &[&str]) -> bool {
    let Ok(this) = std::env::current_exe() else { return false };
    let mut command = Command::new(Path::new(&this));
    command.args(words).arg("--help").stdout(Stdio::null()).stderr(Stdio::null());
    process::status(&mut command).is_ok_and(|code| code == 0)
}
