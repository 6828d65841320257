//! A provider that is killed while Terraform waits for it.

use std::fs;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

use super::leftovers;
use super::process::{Finished, Running};

/// Sends the provider that `running` has started in `folder` a signal that ends it, and waits
/// for the end of both.
///
/// # Panics
/// When no provider is running there, or more than one.
pub(crate) fn end(running: Running, folder: &Path, signal: Signal) -> Finished {
    kill_process(provider(folder), signal).expect("the provider can be killed");
    let finished = running.finish();
    remove_sockets(folder);
    finished
}

/// A process that is killed outright cannot remove its socket; nothing else may be
/// left of it, which the end of the trial shows.
fn remove_sockets(folder: &Path) {
    for entry in fs::read_dir(folder.join("tmp")).expect("the trial's temporary files").flatten() {
        if entry.file_name().to_string_lossy().starts_with("tfp-") {
            fs::remove_dir_all(entry.path()).expect("a socket and its directory");
        }
    }
}

fn provider(folder: &Path) -> Pid {
    let is_provider = |id: &i32| {
        let command = leftovers::command_line(*id);
        command.split(' ').next().is_some_and(|program| program.contains("terraform-provider-apigatewayv2"))
    };
    let found: Vec<_> = leftovers::processes(folder).into_iter().filter(is_provider).collect();
    let [provider] = found[..] else { panic!("one provider is running: {found:?}") };
    Pid::from_raw(provider).expect("a process id")
}
