//! After a trial nothing that it started is running, and no socket or file of
//! the provider is left among the temporary files.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::project::TRIAL_MARK;

/// A provider ends within the two seconds that Terraform gives it; a busy
/// machine may need longer to take the process off the table.
const PATIENCE: Duration = Duration::from_secs(10);

/// # Panics
/// When a process or a temporary file is left.
pub(crate) fn check(folder: &Path) {
    let started = Instant::now();
    loop {
        let left = [processes(folder), temporary_files(folder)].concat();
        if left.is_empty() {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "left behind: {left:#?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Processes with the trial's mark in their environment, where the system shows it.
fn processes(folder: &Path) -> Vec<String> {
    let mark = format!("{TRIAL_MARK}={}", folder.display());
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| {
            fs::read(entry.path().join("environ"))
                .is_ok_and(|bytes| bytes.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes()))
        })
        .map(|entry| {
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            format!("process {} {}", entry.file_name().display(), String::from_utf8_lossy(&command))
        })
        .collect()
}

fn temporary_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join("tmp")) else { return Vec::new() };
    entries.flatten().map(|entry| format!("file {}", entry.path().display())).collect()
}
