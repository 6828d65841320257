//! Which processes of a `terraform apply` make the plan that is shown.
//!
//! Terraform starts the provider for that plan, once for each provider block, ends it, and
//! starts it again to apply. The first process that plans a change leaves its id in a file
//! that is named after Terraform's process. One that finds it there, of a process that has
//! ended, repeats the plan, and removes the file as it ends, once it has written. The file
//! stays where nothing is written, because the plan was not approved or failed.
//!
//! Provider blocks are told apart by the name that the provider gives. Where an equal one
//! depends on objects of another, its process begins after the other has ended, and counts as
//! one that repeats the plan. The processes of other blocks begin together: a provider finds
//! its parent when it is configured, not when it plans.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The plan that one `terraform apply` shows.
#[derive(Debug)]
pub(super) struct FirstPlan {
    file: PathBuf,
    /// Whether a process that has ended made the plan.
    pub(super) was_made_before: bool,
    has_written: AtomicBool,
}

impl FirstPlan {
    pub(super) fn find(file: PathBuf, is_alive: impl Fn(u32) -> bool) -> Self {
        let was_made_before = first(&file).is_some_and(|first| !is_alive(first));
        Self { file, was_made_before, has_written: AtomicBool::new(false) }
    }

    /// Notes that this process writes.
    pub(super) fn note_write(&self) {
        self.has_written.store(true, Ordering::Relaxed);
    }

    /// Notes that this process plans a change.
    pub(super) fn note_change(&self) {
        // Without a file, every process counts as one that makes the plan.
        if let Ok(mut file) = File::create_new(&self.file) {
            let _ = write!(file, "{}", std::process::id());
        }
    }
}

impl Drop for FirstPlan {
    fn drop(&mut self) {
        if self.was_made_before && self.has_written.load(Ordering::Relaxed) {
            // The process of another provider block may have removed it.
            let _ = fs::remove_file(&self.file);
        }
    }
}

/// The id of the first process, if a file like those that processes leave is there. What
/// others put in its place is not read.
fn first(file: &Path) -> Option<u32> {
    fs::symlink_metadata(file).ok().filter(fs::Metadata::is_file)?;
    let mut id = String::new();
    File::open(file).ok()?.take(20).read_to_string(&mut id).ok()?;
    id.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(file: &std::path::Path, is_alive: bool) -> FirstPlan {
        FirstPlan::find(file.to_owned(), |id| {
            assert_eq!(id, std::process::id());
            is_alive
        })
    }

    #[test]
    fn the_plan_is_made_until_the_process_that_planned_a_change_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plan");
        let (one, another) = (find(&file, true), find(&file, true));
        one.note_change();
        another.note_change();
        assert!(!one.was_made_before && !find(&file, true).was_made_before);
        drop((one, another));
        let (one, another) = (find(&file, false), find(&file, false));
        assert!(one.was_made_before && another.was_made_before);
        assert!(!find(&folder.path().join("other"), false).was_made_before, "another Terraform");
        drop(find(&file, false));
        assert!(file.exists(), "nothing was written");
        one.note_write();
        drop(one);
        assert!(!file.exists());
        another.note_write();
        drop(another);
    }

    #[test]
    fn a_plan_without_changes_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(find(&folder.path().join("plan"), true));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_cannot_be_used_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let missing = find(&folder.path().join("missing/plan"), false);
        missing.note_change();
        assert!(!missing.was_made_before);
        let file = folder.path().join("plan");
        for content in ["", "not a number", "-1", "99999999999999"] {
            fs::write(&file, content).unwrap();
            let found = FirstPlan::find(file.clone(), |_| false);
            found.note_change();
            assert!(!found.was_made_before, "{content}");
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
        }
    }
}
