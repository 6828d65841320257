//! Memory of other processes, as Linux tells it. Elsewhere there is no figure.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often the provider is looked for. Its high-water mark never falls, so
/// what happens between two looks is seen by the next.
const INTERVAL: Duration = Duration::from_millis(2);

/// What a process holds now, in bytes.
pub(crate) fn resident_now(process_id: u32) -> Option<u64> {
    field(&format!("/proc/{process_id}/status"), "VmRSS:")
}

/// Runs `work` and gives what it gives, with the most that any process of the
/// program `executable` held meanwhile, in bytes.
pub(crate) fn peak_during<T>(executable: &Path, work: impl FnOnce() -> T) -> (T, Option<u64>) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut peak = None;
            while !done.load(Ordering::Relaxed) {
                peak = peak.max(peak_of_all(executable));
                thread::sleep(INTERVAL);
            }
            peak
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, watcher.join().ok().flatten())
    })
}

/// The highest high-water mark among the processes of a program. A mirror may
/// hold the program under another name, so files are compared, not paths.
fn peak_of_all(executable: &Path) -> Option<u64> {
    let wanted = identity(executable)?;
    fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|process| identity(&process.join("exe")) == Some(wanted))
        .filter_map(|process| field(process.join("status").to_str()?, "VmHWM:"))
        .max()
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// A field of `/proc/<pid>/status` that is in kB, in bytes.
fn field(status: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}
