//! `cargo xtask messages`: the goldens of `tests/it/messages`, written anew.
//!
//! Every scenario that shows a message runs once, with one Terraform and against the
//! local endpoint. The other lanes hold the same goldens.

use anyhow::{Context, Result, ensure};

use crate::{cargo, console, terraform};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the scenarios whose name contains this
    filter: Option<String>,
}

/// Runs the scenarios; those that fail for another reason than their golden fail here.
pub(crate) fn run(options: &Options) -> Result<()> {
    let terraform = terraform::with_list_resources()?;
    console::step(&format!("Writing the messages that {terraform} shows"));
    let mut command = cargo::cargo();
    command.args(["test", "--test", "it", "--"]).args(&options.filter);
    // What shows no message of the provider's.
    command.args([
        "--skip",
        "scale::",
        "--skip",
        "protocol::",
        "--skip",
        "examples::",
        "--skip",
        "packaging::",
        // The examples of the guide, whose messages other scenarios show.
        "--skip",
        "_is_provoked_at_each_severity",
        "--skip",
        "_is_resolved_by_each_way_out",
    ]);
    command.env("INSTA_UPDATE", "always").env("TEST_TERRAFORMS", &terraform.executable);
    command.env_remove("TEST_MINISTACK");
    let status = command.status().context("cannot start cargo")?;
    ensure!(status.success(), "not every scenario passed, and its messages may be missing");
    Ok(())
}
