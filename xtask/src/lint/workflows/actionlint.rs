//! actionlint, which knows what GitHub accepts: the one on `PATH`, else one that
//! Go builds from the module in `xtask/go/actionlint`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::missing::Missing;
use crate::{files, go, process, tools, workspace};

/// The workflows that the guides give people, which keep to GitHub's rules and not to ours.
const EXAMPLES: [&str; 2] =
    ["examples/ci/github-actions.yml", "examples/pull-request-urls/github-actions.yml"];

/// Looks at every workflow. Without Go it is missing.
pub(crate) fn check(missing: &mut Missing) -> Result<()> {
    match program() {
        Ok(actionlint) => run(Command::new(actionlint)),
        Err(error) => {
            missing.add("actionlint", &error);
            Ok(())
        }
    }
}

/// Our own scripts are one verb each, so its checkers of shell and Python find nothing.
fn run(mut actionlint: Command) -> Result<()> {
    actionlint.args(["-shellcheck=", "-pyflakes=", "-no-color"]).current_dir(workspace::root());
    process::run(actionlint.args(super::files()?).args(EXAMPLES))
}

fn program() -> Result<PathBuf> {
    if let Ok(found) = which::which("actionlint") {
        return Ok(found);
    }
    let module = workspace::root().join("xtask/go/actionlint");
    let made_from = files::read(&module.join("go.mod"))?;
    let folder = tools::Folder { name: "actionlint", executable: EXECUTABLE, made_from };
    let answers = |program: &std::path::Path| {
        process::captured(Command::new(program).arg("-version")).is_ok_and(|output| output.status.success())
    };
    folder.program(answers, |folder| {
        go::build(&module, &folder.join(EXECUTABLE), "-ldflags=-s -w").context("cannot build actionlint")
    })
}

#[cfg(windows)]
const EXECUTABLE: &str = "actionlint.exe";
#[cfg(not(windows))]
const EXECUTABLE: &str = "actionlint";
