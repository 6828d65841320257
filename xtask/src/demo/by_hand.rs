//! The lines to paste to go on where the demo began: with README's configuration.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::endpoint::EXAMPLE_SEED;
use crate::project::Project;
use crate::terraform::{ISOLATED, Terraform};
use crate::{console, files, process, workspace};

/// A project, and what it takes to run Terraform there as the demo did.
pub(crate) struct ByHand {
    project: Project,
    /// A shell file to be sourced.
    settings: PathBuf,
    /// Where the endpoint listened.
    port: String,
}

impl ByHand {
    /// Writes the settings of the project's runs.
    pub(crate) fn prepare(project: Project, port: &str) -> Result<ByHand> {
        let settings = project.folder().with_file_name("settings.sh");
        let mut text = String::from(
            "# Settings for going on by hand after `cargo xtask demo`.\n\
             # First, none of your own settings for Terraform, OpenTofu and AWS in this shell:\n\
             for name in $(env | sed -n -e 's/^\\(TF_[A-Za-z0-9_]*\\)=.*/\\1/p' \\\n\
             \x20                      -e 's/^\\(AWS_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset \"$name\"; done\n",
        );
        let own = project.environment();
        for (name, value) in ISOLATED.into_iter().chain(own) {
            writeln!(text, "export {name}={}", process::quoted(value))?;
        }
        files::write(&settings, text)?;
        Ok(ByHand { project, settings, port: port.to_owned() })
    }

    /// Prints the lines.
    pub(crate) fn explain(&self, terraform: &Terraform, gateway: &Path) {
        let root = workspace::root();
        let word = |path: &Path| {
            let from_root = path.strip_prefix(root).unwrap_or(path);
            process::quoted(&from_root.to_string_lossy())
        };
        let terraform = terraform.typed();
        console::say("\nTo go on by hand, in a new shell:\n");
        for line in [
            format!("cd {}", process::quoted(&root.to_string_lossy())),
            format!("{} --port {} --seed {EXAMPLE_SEED} &", word(gateway), self.port),
            format!(". {}", word(&self.settings)),
            format!("cd {}", word(self.project.folder())),
            format!("{terraform} plan"),
            format!("{terraform} apply"),
        ] {
            console::say(&format!("    {line}"));
        }
        console::say("\nand `kill %1` when you are done.");
    }
}
