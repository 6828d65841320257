//! After a trial nothing that it started is running, and no socket or file of
//! the provider is left among the temporary files.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::project::TRIAL_MARK;

/// A provider ends within the two seconds that Terraform gives it; a busy
/// machine may need longer to take the process off the table.
const LIMIT: Duration = Duration::from_secs(10);

/// # Panics
/// When a process or a temporary file is left.
pub(crate) fn check(folder: &Path) {
    let started = Instant::now();
    loop {
        let processes = processes(folder).into_iter();
        let mut left: Vec<_> = processes.map(|id| format!("process {id} {}", command_line(id))).collect();
        left.extend(temporary_files(folder));
        if left.is_empty() {
            return;
        }
        assert!(started.elapsed() < LIMIT, "left behind: {left:#?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Processes with the trial's mark in their environment, where the system shows it.
pub(crate) fn processes(folder: &Path) -> Vec<i32> {
    let mark = format!("{TRIAL_MARK}={}", folder.display());
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| {
            fs::read(entry.path().join("environ"))
                .is_ok_and(|bytes| bytes.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes()))
        })
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// The words that a process was started with.
pub(crate) fn command_line(process: i32) -> String {
    let command = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&command).replace('\0', " ")
}

fn temporary_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join("tmp")) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| !is_of_a_plan(entry))
        .map(|entry| format!("file {}", entry.path().display()))
        .collect()
}

/// A plan that was shown and never applied leaves a file of a few bytes.
fn is_of_a_plan(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().contains("-plan-of-")
}
