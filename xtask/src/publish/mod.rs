//! `cargo xtask publish`: a draft of the release on GitHub, with the signed files and
//! the changelog's section. A maintainer reads it and publishes it.
//!
//! What is published is what was built: the files are those that were signed, and the
//! tag on GitHub names the commit that they are built from.

mod signed;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::dist::Checkout;
use crate::release_notes::Release;
use crate::{console, metadata, process, workspace};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The tag that is released [default: the one that a workflow runs for]
    #[arg(long)]
    tag: Option<String>,
    /// The folder with the files of the release [default: target/release-files]
    #[arg(long)]
    files: Option<PathBuf>,
}

/// Makes the draft.
pub(crate) fn run(options: &Options) -> Result<()> {
    let release = Release::of_this_commit(options.tag.as_deref())?;
    let folder = match &options.files {
        Some(folder) => folder.clone(),
        None => metadata::target_directory()?.join("release-files"),
    };
    // gh runs in another folder.
    let folder = std::path::absolute(folder)?;
    let commit = Checkout::this()?.commit()?;
    let files = signed::files(&folder, &release.version.to_string(), &commit)?;
    let gh = which::which("gh").ok().context("gh is missing; install it from https://cli.github.com/")?;
    names_commit(&gh, &tag(&release), &commit)?;
    console::step(&format!("Making a draft of v{} with {} files", release.version, files.len()));
    make_draft(&gh, &release, &files)
}

fn tag(release: &Release) -> String {
    format!("v{}", release.version)
}

/// GitHub is asked, because a tag may have been moved there since it was fetched.
///
/// Source: "Get a commit" of GitHub's REST API, which takes `tags/NAME` for a commit.
fn names_commit(gh: &Path, tag: &str, commit: &str) -> Result<()> {
    let mut command = Command::new(gh);
    command.current_dir(workspace::root());
    command.args(["api", &format!("repos/{{owner}}/{{repo}}/commits/tags/{tag}"), "--jq", ".sha"]);
    let found = process::output(&mut command).with_context(|| {
        format!("cannot ask GitHub for the tag {tag}; push it, and sign in with `gh auth login`")
    })?;
    let found = found.trim();
    ensure!(
        found == commit,
        "the tag {tag} on GitHub names the commit {found}, and {commit} is checked out; check out the tag, and build \
         the release from it"
    );
    Ok(())
}

fn make_draft(gh: &Path, release: &Release, files: &[PathBuf]) -> Result<()> {
    let tag = tag(release);
    let mut command = Command::new(gh);
    command.current_dir(workspace::root());
    command.args(["release", "create", &tag, "--draft", "--verify-tag", "--title", &tag]);
    if !release.version.pre.is_empty() {
        command.arg("--prerelease");
    }
    command.args(["--notes-file", "-"]).args(files).stdin(Stdio::piped());
    let line = process::line(&command);
    let mut child = command.spawn().with_context(|| format!("cannot start `{line}`"))?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // Where gh ends before it has read them, its exit code says why.
    let _ = stdin.write_all(release.notes.as_bytes());
    drop(stdin);
    if !child.wait()?.success() {
        bail!("`{line}` failed; if a draft of {tag} is there already, delete it first");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use semver::Version;

    fn release(version: &str) -> Release {
        Release { version: Version::parse(version).unwrap(), notes: "- A thing.".to_owned() }
    }

    /// A program in the place of gh, which writes down what it is given.
    #[cfg(unix)]
    fn stand_in(folder: &Path, exit: i32) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let gh = folder.join("gh");
        let script = format!(
            "#!/bin/sh\ncd \"${{0%/*}}\"\necho \"$@\" > arguments\ncat > notes\nif [ $1 = api ]; then echo c0ffee; fi\nexit {exit}\n"
        );
        std::fs::write(&gh, script).unwrap();
        std::fs::set_permissions(&gh, std::fs::Permissions::from_mode(0o755)).unwrap();
        gh
    }

    #[cfg(unix)]
    #[test]
    fn gh_is_given_the_tag_the_notes_and_the_files() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let gh = stand_in(folder.path(), 0);
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name));
        make_draft(&gh, &release("1.2.0"), &[PathBuf::from("a.zip"), PathBuf::from("b")])?;
        assert_eq!(
            read("arguments")?.trim(),
            "release create v1.2.0 --draft --verify-tag --title v1.2.0 --notes-file - a.zip b"
        );
        assert_eq!(read("notes")?, "- A thing.");
        make_draft(&gh, &release("1.2.0-rc.1"), &[])?;
        assert!(read("arguments")?.contains("--title v1.2.0-rc.1 --prerelease"));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn the_tag_on_github_has_to_name_the_commit_that_was_built() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let gh = stand_in(folder.path(), 0);
        names_commit(&gh, "v1.2.0", "c0ffee")?;
        let arguments = std::fs::read_to_string(folder.path().join("arguments"))?;
        assert_eq!(arguments.trim(), "api repos/{owner}/{repo}/commits/tags/v1.2.0 --jq .sha");
        let why = |result: Result<()>| result.err().map(|error| format!("{error:#}")).unwrap_or_default();
        let moved = why(names_commit(&gh, "v1.2.0", "decade"));
        assert!(moved.contains("names the commit c0ffee, and decade is checked out"), "{moved}");
        let absent = why(names_commit(&stand_in(folder.path(), 1), "v1.2.0", "c0ffee"));
        assert!(absent.contains("cannot ask GitHub for the tag v1.2.0"), "{absent}");
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_of_gh_is_one_of_the_verb() {
        let folder = tempfile::tempdir().unwrap();
        let error = make_draft(&stand_in(folder.path(), 1), &release("1.2.0"), &[]).err();
        assert!(error.is_some_and(|error| error.to_string().contains("delete it first")));
    }
}
