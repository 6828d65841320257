//! Which archives become a release, and which are refused.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use serde_json::json;
use tempfile::TempDir;

use super::machines::Machines;
use crate::dist::{Names, pack_files, sum_of};
use crate::platform::Platform;

const VERSION: &str = "1.2.3";

/// A folder with the archive that one machine makes.
struct Machine {
    folder: TempDir,
    platform: Platform,
    target: String,
}

impl Machine {
    fn of(triple: &str, program: &str, commit: &str) -> Result<Machine> {
        let platform = Platform::of_target(triple).ok_or_else(|| anyhow!("no platform"))?;
        let machine = Machine { folder: tempfile::tempdir()?, platform, target: triple.to_owned() };
        machine.pack(program)?;
        machine.describe(commit, "local/apigatewayv2")?;
        Ok(machine)
    }

    fn linux() -> Result<Machine> {
        Machine::of("x86_64-unknown-linux-musl", "a program", "c0ffee")
    }

    fn pack(&self, program: &str) -> Result<()> {
        let binary = self.folder.path().join("program");
        fs::write(&binary, program)?;
        pack_files(&self.zip(), self.platform, &binary, &binary)
    }

    /// Writes the SBOM of the archive that is there.
    fn describe(&self, commit: &str, address: &str) -> Result<()> {
        let name = Names::new(VERSION).zip(self.platform);
        let distribution =
            json!({"url": name, "hashes": [{"alg": "SHA-256", "content": sum_of(&self.zip())?}]});
        let sbom = json!({"metadata": {
            "component": {"externalReferences": [distribution]},
            "properties": [
                {"name": "build:commit", "value": commit},
                {"name": "build:target", "value": self.target},
                {"name": "build:source-address", "value": address},
            ],
        }});
        Ok(fs::write(self.sbom(), sbom.to_string())?)
    }

    fn zip(&self) -> PathBuf {
        self.folder.path().join(Names::new(VERSION).zip(self.platform))
    }

    fn sbom(&self) -> PathBuf {
        self.folder.path().join(Names::new(VERSION).sbom(self.platform))
    }
}

fn gather(machines: &[&Machine]) -> Result<Machines> {
    let folders: Vec<_> = machines.iter().map(|machine| machine.folder.path().to_owned()).collect();
    Machines::gather(&folders, VERSION)
}

/// Why something is refused.
fn refused<T>(result: Result<T>) -> String {
    result.map_or_else(|error| format!("{error:#}"), |_| "it is not refused".to_owned())
}

#[test]
fn archives_of_several_machines_become_one_release() -> Result<()> {
    let mac = Machine::of("aarch64-apple-darwin", "a program for Macs", "c0ffee")?;
    let machines = gather(&[&Machine::linux()?, &mac])?;
    let platforms: Vec<_> = machines.archives.keys().map(ToString::to_string).collect();
    assert_eq!(platforms, ["darwin_arm64", "linux_amd64"]);
    Ok(())
}

#[test]
fn the_same_archive_twice_counts_once() -> Result<()> {
    assert_eq!(gather(&[&Machine::linux()?, &Machine::linux()?])?.archives.len(), 1);
    Ok(())
}

#[test]
fn archives_that_differ_for_one_platform_are_refused() -> Result<()> {
    let other = Machine::of("x86_64-unknown-linux-gnu", "another program", "c0ffee")?;
    let why = refused(gather(&[&Machine::linux()?, &other]));
    assert!(why.contains("are both for linux_amd64 and differ"), "{why}");
    Ok(())
}

#[test]
fn archives_of_two_commits_are_refused() -> Result<()> {
    let mac = Machine::of("aarch64-apple-darwin", "a program", "decade")?;
    let why = refused(gather(&[&Machine::linux()?, &mac]));
    assert!(why.contains("c0ffee") && why.contains("decade"), "{why}");
    Ok(())
}

#[test]
fn archives_for_two_source_addresses_are_refused() -> Result<()> {
    let mac = Machine::of("aarch64-apple-darwin", "a program", "c0ffee")?;
    mac.describe("c0ffee", "acme/apigatewayv2")?;
    let why = refused(gather(&[&Machine::linux()?, &mac]));
    assert!(why.contains("local/apigatewayv2") && why.contains("acme/apigatewayv2"), "{why}");
    Ok(())
}

#[test]
fn an_archive_of_another_version_is_refused() -> Result<()> {
    let linux = Machine::linux()?;
    let why = refused(Machines::gather(&[linux.folder.path().to_owned()], "1.2.4"));
    assert!(why.contains("is no archive of version 1.2.4"), "{why}");
    Ok(())
}

#[test]
fn an_archive_with_other_files_is_refused() -> Result<()> {
    let linux = Machine::linux()?;
    let windows = Platform::of_target("x86_64-pc-windows-msvc").ok_or_else(|| anyhow!("no platform"))?;
    let binary = linux.folder.path().join("program");
    pack_files(&linux.zip(), windows, &binary, &binary)?;
    linux.describe("c0ffee", "local/apigatewayv2")?;
    let why = refused(gather(&[&linux]));
    assert!(why.contains("holds LICENSE.txt, terraform-provider-apigatewayv2.exe"), "{why}");
    Ok(())
}

#[test]
fn a_file_that_is_no_archive_is_refused() -> Result<()> {
    let linux = Machine::linux()?;
    fs::write(linux.zip(), "no archive")?;
    let why = refused(gather(&[&linux]));
    assert!(why.contains("is not a zip archive"), "{why}");
    Ok(())
}

#[test]
fn an_archive_without_its_sbom_is_refused() -> Result<()> {
    let linux = Machine::linux()?;
    fs::remove_file(linux.sbom())?;
    let why = refused(gather(&[&linux]));
    assert!(why.contains("has no SBOM"), "{why}");
    Ok(())
}

#[test]
fn the_sbom_of_another_archive_is_refused() -> Result<()> {
    let linux = Machine::linux()?;
    linux.pack("a program that was built later")?;
    let why = refused(gather(&[&linux]));
    assert!(why.contains("is the SBOM of another archive"), "{why}");
    Ok(())
}

#[test]
fn a_folder_without_archives_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let why = refused(Machines::gather(&[folder.path().to_owned()], VERSION));
    assert!(why.contains("there is no archive in"), "{why}");
    let why = refused(Machines::gather(&[Path::new("no/such/folder").to_owned()], VERSION));
    assert!(why.contains("cannot list the folder no/such/folder"), "{why}");
    Ok(())
}

/// One archive for each platform.
fn all(commit: &str, linux: &str) -> Result<Vec<Machine>> {
    let mut triples = vec![format!("x86_64-unknown-linux-{linux}")];
    let others = ["x86_64-apple-darwin", "aarch64-apple-darwin", "aarch64-unknown-linux-musl"];
    triples.extend(others.map(str::to_owned));
    triples.extend(["x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc"].map(str::to_owned));
    triples.iter().map(|triple| Machine::of(triple, "a program", commit)).collect()
}

fn are_complete(machines: &[Machine]) -> Result<()> {
    gather(&machines.iter().collect::<Vec<_>>())?.are_complete("c0ffee")
}

#[test]
fn a_complete_release_has_all_platforms() -> Result<()> {
    let why = refused(are_complete(&[Machine::linux()?]));
    assert!(why.contains("darwin_amd64, darwin_arm64, linux_arm64, windows_amd64, windows_arm64"), "{why}");
    are_complete(&all("c0ffee", "musl")?)
}

#[test]
fn a_complete_release_is_built_from_a_commit() -> Result<()> {
    let why = refused(are_complete(&all("c0ffee with changes", "musl")?));
    assert!(why.contains("changes that are not committed"), "{why}");
    Ok(())
}

#[test]
fn a_complete_release_is_of_the_commit_that_is_checked_out() -> Result<()> {
    let why = refused(are_complete(&all("decade", "musl")?));
    assert!(why.contains("from the commit decade") && why.contains("that of c0ffee"), "{why}");
    Ok(())
}

#[test]
fn a_complete_release_brings_musl_on_linux() -> Result<()> {
    let why = refused(are_complete(&all("c0ffee", "gnu")?));
    assert!(why.contains("x86_64-unknown-linux-gnu") && why.contains("has musl in it"), "{why}");
    Ok(())
}
