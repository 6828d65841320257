//! `cargo xtask publish`: a draft of the release on GitHub, with the signed files and
//! the changelog's section. A maintainer reads it and publishes it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::release_notes::Release;
use crate::workspace::PROVIDER;
use crate::{console, files, metadata, process, workspace};

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
    let files = signed_files(&folder, &release)?;
    let gh = which::which("gh").ok().context("gh is missing; install it from https://cli.github.com/")?;
    console::step(&format!("Making a draft of v{} with {} files", release.version, files.len()));
    make_draft(&gh, &release, &files)
}

/// All files of the folder, which has to be a signed release of this version.
fn signed_files(folder: &Path, release: &Release) -> Result<Vec<PathBuf>> {
    let make_it = "make it with `cargo xtask release --complete`";
    let files = files::below(folder).with_context(|| format!("there is no release to publish; {make_it}"))?;
    let prefix = format!("{PROVIDER}_{}_", release.version);
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        ensure!(
            name.starts_with(&prefix),
            "{name} in {} is no file of version {}; {make_it}",
            folder.display(),
            release.version
        );
    }
    for needed in ["SHA256SUMS", "SHA256SUMS.sig"] {
        let needed = folder.join(format!("{prefix}{needed}"));
        ensure!(files.contains(&needed), "{} is missing; {make_it}", needed.display());
    }
    Ok(files)
}

/// The tag has to be there: what is published is what was built.
fn make_draft(gh: &Path, release: &Release, files: &[PathBuf]) -> Result<()> {
    let tag = format!("v{}", release.version);
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

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    const ZIP: &str = "terraform-provider-apigatewayv2_1.2.0_linux_amd64.zip";
    const SUMS: &str = "terraform-provider-apigatewayv2_1.2.0_SHA256SUMS";
    const SIGNATURE: &str = "terraform-provider-apigatewayv2_1.2.0_SHA256SUMS.sig";

    #[test]
    fn only_a_signed_release_of_this_version_is_published() {
        let error = |names: &[&str], version: &str| {
            let error = signed_files(folder(names).path(), &release(version)).err();
            error.map(|error| format!("{error:#}")).unwrap_or_default()
        };
        assert_eq!(error(&[ZIP, SUMS, SIGNATURE], "1.2.0"), "");
        assert!(error(&[ZIP, SUMS], "1.2.0").contains("SHA256SUMS.sig is missing"));
        assert!(error(&[ZIP, SUMS, SIGNATURE], "1.3.0").contains("is no file of version 1.3.0"));
        assert!(error(&[ZIP, SUMS, SIGNATURE, "notes.txt"], "1.2.0").contains("notes.txt"));
        let absent = signed_files(Path::new("no/such/folder"), &release("1.2.0")).err();
        assert!(
            absent.is_some_and(|error| format!("{error:#}").starts_with("there is no release to publish"))
        );
    }

    /// A program in the place of gh, which writes down what it is given.
    #[cfg(unix)]
    fn stand_in(folder: &Path, exit: i32) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let gh = folder.join("gh");
        let script =
            format!("#!/bin/sh\ncd \"${{0%/*}}\"\necho \"$@\" > arguments\ncat > notes\nexit {exit}\n");
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
    fn a_failure_of_gh_is_one_of_the_verb() {
        let folder = tempfile::tempdir().unwrap();
        let error = make_draft(&stand_in(folder.path(), 1), &release("1.2.0"), &[]).err();
        assert!(error.is_some_and(|error| error.to_string().contains("delete it first")));
    }
}
