//! Rules for `.github/workflows`.
//!
//! A workflow's shell is one `cargo xtask` verb each time, so that what it does
//! can be run and is tested outside of it; it runs only code that is named by its
//! commit, and no job has more permissions than it needs. What GitHub itself would refuse
//! is found by actionlint.

mod actionlint;
mod commands;
mod rules;
mod toolchains;
mod workflow;

use anyhow::{Context, Result};

pub(crate) use self::actionlint::check as actionlint;
pub(crate) use self::commands::Accepts;
use self::toolchains::Toolchains;
use self::workflow::Workflow;
use super::findings;
use crate::{files, workspace};

const FOLDER: &str = ".github/workflows";

/// Looks at every workflow.
pub(crate) fn check(accepts: Accepts) -> Result<()> {
    let mut found = Vec::new();
    let mut toolchains = Toolchains::default();
    for file in files()? {
        let text = files::read(&workspace::root().join(&file))?;
        let workflow = Workflow::parse(&text).with_context(|| file.clone())?;
        let in_file = |finding: String| format!("{file}: {finding}");
        found.extend(violations(&text, &workflow, accepts).into_iter().map(in_file));
        toolchains.add(&file, &workflow);
    }
    found.extend(toolchains.violation());
    findings::judge(&found)
}

/// The workflows, by their paths from the root.
fn files() -> Result<Vec<String>> {
    let paths = files::below(&workspace::root().join(FOLDER))?;
    let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
    Ok(names.map(|name| format!("{FOLDER}/{name}")).collect())
}

fn violations(text: &str, workflow: &Workflow, accepts: Accepts) -> Vec<String> {
    let mut found = rules::violations(text, workflow);
    found.extend(commands::violations(workflow, accepts));
    found
}
