//! `cargo xtask release-notes`: the changelog's section of this version, once tag,
//! `Cargo.toml` and changelog agree about what is released.

use anyhow::{Context, Result, bail, ensure};
use semver::Version;

use crate::{console, files, metadata, workspace};

const CHANGELOG: &str = "CHANGELOG.md";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The tag that is released [default: the one that a workflow runs for]
    #[arg(long)]
    tag: Option<String>,
}

/// Prints the notes.
pub(crate) fn run(options: &Options) -> Result<()> {
    let release = Release::of_this_commit(options.tag.as_deref())?;
    console::say(&release.notes);
    Ok(())
}

/// What is released, where everything agrees about it.
pub(crate) struct Release {
    pub(crate) version: Version,
    pub(crate) notes: String,
}

impl Release {
    /// # Errors
    /// When the tag is another version's, or the changelog is not about this one.
    pub(crate) fn of_this_commit(tag: Option<&str>) -> Result<Release> {
        let tag = tag.map(str::to_owned).or_else(tag_of_the_workflow);
        let tag = tag.context("there is no tag; name the one that is released with `--tag vX.Y.Z`")?;
        let changelog = files::read(&workspace::root().join(CHANGELOG))?;
        Release::parse(&tag, metadata::version()?, &changelog)
    }

    fn parse(tag: &str, version: &str, changelog: &str) -> Result<Release> {
        ensure!(
            tag.strip_prefix('v') == Some(version),
            "the tag {tag} is not of version {version}, which Cargo.toml names; \
             set the version there, or tag `v{version}`"
        );
        let version = Version::parse(version).context("the version in Cargo.toml is none")?;
        let notes = section(&version, changelog)?;
        Ok(Release { version, notes })
    }
}

/// The variables are GitHub's.
fn tag_of_the_workflow() -> Option<String> {
    let is_tag = std::env::var("GITHUB_REF_TYPE").is_ok_and(|kind| kind == "tag");
    is_tag.then(|| std::env::var("GITHUB_REF_NAME").ok()).flatten()
}

/// What the newest section says, which has to be that of the version.
fn section(version: &Version, changelog: &str) -> Result<String> {
    let mut sections = changelog.split("\n## ").skip(1).map(|section| {
        let (title, text) = section.split_once('\n').unwrap_or((section, ""));
        (title.trim(), without_links(text))
    });
    let move_it = format!("move what is under `Unreleased` to `## [{version}] - YYYY-MM-DD`");
    let mut newest = sections.next();
    if let Some(("[Unreleased]", text)) = &newest {
        ensure!(text.is_empty(), "{CHANGELOG} has changes under `Unreleased`; {move_it}");
        newest = sections.next();
    }
    let Some((title, notes)) = newest else { bail!("{CHANGELOG} has no section; {move_it}") };
    let date = title.strip_prefix(&format!("[{version}] - "));
    ensure!(date.is_some_and(is_date), "the newest section of {CHANGELOG} is `{title}`; {move_it}");
    ensure!(!notes.is_empty(), "the section `{title}` of {CHANGELOG} is empty; say what has changed");
    Ok(notes)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let digits = |part: &&str, count: usize| part.len() == count && part.chars().all(|c| c.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// The links that the titles refer to stand at the end of the file.
fn without_links(text: &str) -> String {
    let lines = text.lines().filter(|line| !(line.starts_with('[') && line.contains("]: ")));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "\
# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-26

### Added

- A thing.

## [1.1.0] - 2026-01-01

- An older thing.

[1.2.0]: https://example.com/1.2.0
";

    fn error(tag: &str, version: &str, changelog: &str) -> String {
        let error = Release::parse(tag, version, changelog).err();
        error.map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[test]
    fn the_notes_are_the_section_of_the_version() -> Result<()> {
        let release = Release::parse("v1.2.0", "1.2.0", CHANGELOG)?;
        assert_eq!(release.notes, "### Added\n\n- A thing.");
        let last = CHANGELOG.replace("## [1.1.0] - 2026-01-01\n\n- An older thing.\n", "");
        assert_eq!(Release::parse("v1.2.0", "1.2.0", &last)?.notes, "### Added\n\n- A thing.");
        Ok(())
    }

    #[test]
    fn a_tag_of_another_version_is_refused() {
        for tag in ["v1.2.1", "1.2.0", "v1.2.0-rc.1"] {
            let error = error(tag, "1.2.0", CHANGELOG);
            assert!(error.contains("is not of version 1.2.0"), "{tag}: {error}");
        }
    }

    #[test]
    fn a_changelog_that_is_not_about_the_version_is_refused() {
        let newer = error("v1.3.0", "1.3.0", CHANGELOG);
        assert!(newer.contains("the newest section of CHANGELOG.md is `[1.2.0] - 2026-11-26`"), "{newer}");
        let unreleased = CHANGELOG.replace("## [Unreleased]\n", "## [Unreleased]\n\n- More.\n");
        assert!(error("v1.2.0", "1.2.0", &unreleased).contains("has changes under `Unreleased`"));
        let undated = CHANGELOG.replace("2026-11-26", "soon");
        assert!(error("v1.2.0", "1.2.0", &undated).contains("is `[1.2.0] - soon`"));
        let empty = CHANGELOG.replace("### Added\n\n- A thing.\n", "");
        assert!(error("v1.2.0", "1.2.0", &empty).contains("is empty"));
        assert!(error("v1.2.0", "1.2.0", "# Changelog\n").contains("has no section"));
    }
}
