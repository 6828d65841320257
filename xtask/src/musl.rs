//! `cargo xtask musl`: what a static binary for Linux needs, the Rust target and the C
//! compiler of musl.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::missing::is_ci;
use crate::{console, process};

/// Installs what is missing. A package of the system's it installs only in CI, where the
/// machine is thrown away.
pub(crate) fn run() -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "musl is for Linux; on this system `cargo xtask dist` needs nothing");
    let machine = Machine {
        has_target: process::output(rustup().args(["target", "list", "--installed"]))?
            .lines()
            .any(|line| line == target()),
        has_compiler: which::which("musl-gcc").is_ok(),
        has_apt: which::which("apt-get").is_ok(),
        is_ci: is_ci(),
    };
    for step in machine.steps()? {
        console::note(&format!("$ {}", step.join(" ")));
        process::run(Command::new(step[0]).args(&step[1..]))?;
    }
    which::which("musl-gcc").ok().context("musl-gcc is still missing, though its package is installed")?;
    console::note(&format!("{} and musl-gcc are there", target()));
    Ok(())
}

/// What a machine has, and may be given.
struct Machine {
    has_target: bool,
    has_compiler: bool,
    has_apt: bool,
    is_ci: bool,
}

impl Machine {
    /// The commands that bring what is missing.
    fn steps(&self) -> Result<Vec<Vec<&'static str>>> {
        let mut steps = Vec::new();
        if !self.has_target {
            steps.push(vec!["rustup", "target", "add", target()]);
        }
        if !self.has_compiler {
            if !(self.is_ci && self.has_apt) {
                bail!(
                    "musl-gcc is missing; install it (Debian and Ubuntu: `sudo apt-get install musl-tools`, \
                     Fedora: `sudo dnf install musl-gcc`, Arch: `sudo pacman -S musl`)"
                );
            }
            steps.push(vec!["sudo", "apt-get", "update"]);
            steps.push(vec!["sudo", "apt-get", "install", "--yes", "--no-install-recommends", "musl-tools"]);
        }
        Ok(steps)
    }
}

fn rustup() -> Command {
    Command::new("rustup")
}

/// The target of this machine's processor.
const fn target() -> &'static str {
    if cfg!(target_arch = "aarch64") { "aarch64-unknown-linux-musl" } else { "x86_64-unknown-linux-musl" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_done_where_all_is_there() -> Result<()> {
        let ready = Machine { has_target: true, has_compiler: true, has_apt: true, is_ci: true };
        assert!(ready.steps()?.is_empty());
        Ok(())
    }

    #[test]
    fn in_ci_what_is_missing_is_installed() -> Result<()> {
        let bare = Machine { has_target: false, has_compiler: false, has_apt: true, is_ci: true };
        let steps: Vec<_> = bare.steps()?.iter().map(|step| step.join(" ")).collect();
        assert_eq!(steps[0], format!("rustup target add {}", target()));
        assert_eq!(steps[2], "sudo apt-get install --yes --no-install-recommends musl-tools");
        Ok(())
    }

    #[test]
    fn a_persons_system_is_left_alone() {
        for (has_apt, is_ci) in [(true, false), (false, true)] {
            let machine = Machine { has_target: true, has_compiler: false, has_apt, is_ci };
            let error = machine.steps().err();
            assert!(error.is_some_and(|error| error.to_string().contains("apt-get install musl-tools")));
        }
    }
}
