//! Which processes of a `terraform apply` make the plan that is shown.
//!
//! Terraform starts the provider for that plan, once for each provider block, ends it, and
//! starts it again to apply. The first process leaves its id in a file that is named after
//! Terraform's process. One that finds it there, of a process that has ended, repeats the
//! plan, and removes the file as it ends.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// The plan that one `terraform apply` shows.
#[derive(Debug)]
pub(super) struct FirstPlan {
    file: PathBuf,
    was_made_before: bool,
}

impl FirstPlan {
    /// Finds out whether a process that has ended made the plan. If none has, this one
    /// makes it.
    pub(super) fn find(file: PathBuf, is_alive: impl Fn(u32) -> bool) -> Self {
        let was_made_before = match File::create_new(&file) {
            Ok(mut file) => {
                // Without the id, every process counts as one that makes the plan.
                let _ = write!(file, "{}", std::process::id());
                false
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let first = fs::read_to_string(&file).ok().and_then(|id| id.parse().ok());
                first.is_some_and(|first| !is_alive(first))
            }
            Err(_) => false,
        };
        Self { file, was_made_before }
    }

    pub(super) fn was_made_before(&self) -> bool {
        self.was_made_before
    }
}

impl Drop for FirstPlan {
    fn drop(&mut self) {
        if self.was_made_before {
            // The process of another provider block may have removed it.
            let _ = fs::remove_file(&self.file);
        }
    }
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
    fn the_plan_is_made_until_its_process_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plan");
        assert!(!find(&file, true).was_made_before(), "this process makes it");
        assert!(!find(&file, true).was_made_before(), "another provider block plans at the same time");
        let (one, another) = (find(&file, false), find(&file, false));
        assert!(one.was_made_before() && another.was_made_before(), "its process has ended");
        assert!(!find(&folder.path().join("other"), false).was_made_before(), "another Terraform");
        drop(one);
        assert!(!file.exists());
        drop(another);
    }

    #[test]
    fn a_file_that_cannot_be_used_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!find(&folder.path().join("missing/plan"), false).was_made_before());
        let file = folder.path().join("plan");
        for content in ["", "not a number", "-1", "99999999999999"] {
            fs::write(&file, content).unwrap();
            assert!(!FirstPlan::find(file.clone(), |_| false).was_made_before(), "{content}");
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
        }
    }
}
