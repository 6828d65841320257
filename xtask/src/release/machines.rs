//! The archives of a release, gathered from the folders of the machines that
//! built them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::dist::{self, CHANGED, LICENSE, Names, Origin};
use crate::platform::Platform;
use crate::{console, files};

/// An archive that is what its name says, with its SBOM.
pub(crate) struct Archive {
    pub(crate) zip: PathBuf,
    pub(crate) sbom: PathBuf,
    origin: Origin,
}

/// One version's archives, by what they are for.
pub(crate) struct Machines {
    pub(crate) version: String,
    pub(crate) archives: BTreeMap<Platform, Archive>,
}

impl Machines {
    /// Takes every archive in the folders and below them.
    ///
    /// # Errors
    /// When a folder has none, or one is not an archive of this version, complete
    /// and with its SBOM, or two do not fit together.
    pub(crate) fn gather(folders: &[PathBuf], version: &str) -> Result<Machines> {
        let mut machines = Machines { version: version.to_owned(), archives: BTreeMap::new() };
        for folder in folders {
            let found = files::below(folder)?;
            let zips: Vec<_> = found
                .iter()
                .filter(|file| file.extension().is_some_and(|extension| extension == "zip"))
                .collect();
            ensure!(
                !zips.is_empty(),
                "there is no archive in {}; `cargo xtask dist` makes one in target/dist",
                folder.display()
            );
            for zip in zips {
                let platform = platform_of(zip, version)?;
                machines.add(platform, Archive::read(zip, platform, version)?)?;
            }
        }
        machines.fit_together()?;
        Ok(machines)
    }

    fn add(&mut self, platform: Platform, archive: Archive) -> Result<()> {
        let Some(known) = self.archives.get(&platform) else {
            self.archives.insert(platform, archive);
            return Ok(());
        };
        ensure!(
            fs::read(&known.zip)? == fs::read(&archive.zip)?,
            "{} and {} are both for {platform} and differ; leave one out, or find out with `cargo xtask dist --twice` \
             why they are not the same",
            known.zip.display(),
            archive.zip.display()
        );
        Ok(())
    }

    fn fit_together(&self) -> Result<()> {
        let mut archives = self.archives.values();
        let Some(first) = archives.next() else { return Ok(()) };
        for other in archives {
            ensure!(
                other.origin.commit == first.origin.commit,
                "{} is built from the commit {}, and {} from {}; build all from one commit",
                first.zip.display(),
                first.origin.commit,
                other.zip.display(),
                other.origin.commit
            );
            ensure!(
                other.origin.source_address == first.origin.source_address,
                "{} is built for the source address {}, and {} for {}; build all with the same PROVIDER_SOURCE",
                first.zip.display(),
                first.origin.source_address,
                other.zip.display(),
                other.origin.source_address
            );
        }
        Ok(())
    }

    /// # Errors
    /// When a platform that a release is made for is not there, the sources are
    /// not those of the commit, which is the checkout's, or a program for Linux
    /// brings another C library than musl.
    pub(crate) fn are_complete(&self, commit: &str) -> Result<()> {
        let missing: Vec<_> = Platform::all()
            .filter(|platform| !self.archives.contains_key(platform))
            .map(|it| it.to_string())
            .collect();
        ensure!(
            missing.is_empty(),
            "the release is not complete: there is no archive for {}; run `cargo xtask dist` on such a machine and \
             name the folder of its archive",
            missing.join(", ")
        );
        self.archives.iter().try_for_each(|(platform, archive)| archive.is_for_users(*platform, commit))
    }
}

impl Archive {
    fn read(zip: &Path, platform: Platform, version: &str) -> Result<Archive> {
        has_its_files(zip, platform)?;
        let sbom = zip.with_file_name(Names::new(version).sbom(platform));
        ensure!(
            sbom.is_file(),
            "{} has no SBOM: {} is not beside it; `cargo xtask dist` makes both",
            zip.display(),
            sbom.display()
        );
        let subject = dist::read_sbom(&sbom)?;
        let archive = (Names::new(version).zip(platform), dist::sum_of(zip)?);
        ensure!(
            subject.archive == archive,
            "{} is the SBOM of another archive: of {} with the sum {}, and the sum of {} is {}; `cargo xtask dist` \
             makes both anew",
            sbom.display(),
            subject.archive.0,
            subject.archive.1,
            zip.display(),
            archive.1
        );
        if subject.origin.commit.ends_with(CHANGED) {
            console::warn(&format!("{} is built from changes that are not committed", zip.display()));
        }
        Ok(Archive { zip: zip.to_owned(), sbom, origin: subject.origin })
    }

    fn is_for_users(&self, platform: Platform, checked_out: &str) -> Result<()> {
        let Archive { zip, origin, .. } = self;
        ensure!(
            !origin.commit.ends_with(CHANGED),
            "{} is built from changes that are not committed; commit them and build it again",
            zip.display()
        );
        ensure!(
            origin.commit == checked_out,
            "{} is built from the commit {}, and the manifest is that of {checked_out}, which is checked out; check out \
             the archive's commit, or build it again",
            zip.display(),
            origin.commit
        );
        ensure!(
            platform.os != "linux" || origin.target.ends_with("-musl"),
            "{} is built for {}, and a release for Linux has musl in it; `cargo xtask musl` brings it, then build the \
             archive again",
            zip.display(),
            origin.target
        );
        Ok(())
    }
}

fn platform_of(zip: &Path, version: &str) -> Result<Platform> {
    let name = zip.file_name().context("a file has a name")?.to_string_lossy();
    Platform::all().find(|platform| Names::new(version).zip(*platform) == name).with_context(|| {
        format!(
            "{} is no archive of version {version} for a platform that a release is made for, as its name says; \
             leave it out or build it again",
            zip.display()
        )
    })
}

fn has_its_files(zip: &Path, platform: Platform) -> Result<()> {
    let files = dist::read_archive(zip)?;
    let found: Vec<_> = files.keys().map(String::as_str).collect();
    let executable = dist::executable(platform);
    let wanted = [LICENSE, executable.as_str()];
    ensure!(
        found == wanted,
        "{} holds {}, and an archive of this provider for {platform} holds {}; build it again",
        zip.display(),
        found.join(", "),
        wanted.join(", ")
    );
    Ok(())
}
