//! `cargo xtask mirror`: a mirror made from archives.
//!
//! The folder is a packed filesystem mirror as it is, and a network mirror
//! behind any web server: the archives keep their bytes and names, and beside
//! them are the two kinds of JSON files that a network mirror answers with.

mod archive;
mod place;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{address, console, files, metadata};
use archive::{Archive, Archives};
use place::Place;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Archives, or folders with archives; by default those of `cargo xtask release`,
    /// else that of `cargo xtask dist`
    #[arg(value_name = "ARCHIVE or FOLDER")]
    sources: Vec<PathBuf>,
    /// The folder of the mirror, which is made or added to
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
}

/// Checks every archive, and then adds them to the mirror.
pub(crate) fn run(options: &Options) -> Result<()> {
    let archives = all_in(&sources(options)?)?;
    console::step(&format!("Adding {} to the mirror in {}", counted(archives.len()), options.to.display()));
    // All places are read before any is written, so that a refusal leaves the mirror as it was.
    let places: Vec<_> = address::hosts()
        .into_iter()
        .map(|host| Place::open(&options.to, host, address::NAMESPACE_AND_TYPE, &archives))
        .collect::<Result<_>>()?;
    for place in &places {
        for archive in archives.values() {
            console::note(&place.add(archive)?.display().to_string());
        }
        place.write_indexes(&archives)?;
    }
    Ok(())
}

fn counted(archives: usize) -> String {
    if archives == 1 { "one archive".to_owned() } else { format!("{archives} archives") }
}

fn sources(options: &Options) -> Result<Vec<PathBuf>> {
    if !options.sources.is_empty() {
        return Ok(options.sources.clone());
    }
    let target = metadata::target_directory()?;
    let made = ["release-files", "dist"].map(|name| target.join(name)).into_iter().find(|it| it.is_dir());
    let made = made.context(
        "there is no archive yet: make this machine's with `cargo xtask dist`, or name archives or their folders",
    )?;
    Ok(vec![made])
}

fn all_in(sources: &[PathBuf]) -> Result<Archives> {
    let mut archives = Archives::new();
    for source in sources {
        for zip in zips(source)? {
            let archive = Archive::read(&zip)?;
            let known = archives.entry(archive.name.clone()).or_insert_with(|| archive.clone());
            ensure!(
                known.hashes == archive.hashes,
                "{} and {} have one name and differ; name the one that the mirror is to have",
                known.path.display(),
                zip.display()
            );
        }
    }
    Ok(archives)
}

/// A source itself, or the archives in it.
fn zips(source: &Path) -> Result<Vec<PathBuf>> {
    ensure!(source.exists(), "there is no file or folder {}", source.display());
    if !source.is_dir() {
        return Ok(vec![source.to_owned()]);
    }
    let mut found = files::below(source)?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == "zip"));
    ensure!(
        !found.is_empty(),
        "there is no archive in {}: name a folder with the zip files of a release",
        source.display()
    );
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::dist;
    use crate::platform::Platform;
    use crate::workspace::PROVIDER;

    fn linux() -> Result<Platform> {
        Platform::of_target("x86_64-unknown-linux-gnu").context("a platform")
    }

    /// An archive of a provider whose program is a text.
    fn packed(folder: &Path, version: &str, program: &str) -> Result<PathBuf> {
        let source = tempfile::tempdir()?;
        let path = |name: &str| source.path().join(name);
        fs::write(path("binary"), program)?;
        fs::write(path("license"), "a licence")?;
        fs::create_dir_all(folder)?;
        let zip = folder.join(dist::Names::new(version).zip(linux()?));
        dist::pack_files(&zip, linux()?, &path("binary"), &path("license"))?;
        Ok(zip)
    }

    fn mirror(sources: &[PathBuf], to: &Path) -> Result<()> {
        run(&Options { sources: sources.to_vec(), to: to.to_owned() })
    }

    fn json(path: &Path) -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&files::read(path)?)?)
    }

    #[test]
    fn a_second_version_is_added_to_the_first() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let to = folder.path().join("mirror");
        mirror(&[packed(folder.path(), "1.0.0", "one")?], &to)?;
        mirror(&[packed(folder.path(), "1.1.0-rc.1", "two")?], &to)?;
        for host in address::hosts() {
            let place = to.join(host).join(address::NAMESPACE_AND_TYPE);
            let index = json(&place.join("index.json"))?;
            assert_eq!(index, serde_json::json!({"versions": {"1.0.0": {}, "1.1.0-rc.1": {}}}));
            let archive = &json(&place.join("1.0.0.json"))?["archives"]["linux_amd64"];
            assert_eq!(archive["url"], format!("{PROVIDER}_1.0.0_linux_amd64.zip"));
            assert_eq!(archive["hashes"].as_array().map(Vec::len), Some(2));
        }
        Ok(())
    }

    #[test]
    fn the_same_archive_can_be_added_again_and_another_of_its_name_cannot() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let to = folder.path().join("mirror");
        let zip = packed(folder.path(), "1.0.0", "one")?;
        mirror(std::slice::from_ref(&zip), &to)?;
        mirror(&[zip], &to)?;
        let other = packed(&folder.path().join("other"), "1.0.0", "another")?;
        let refused = mirror(&[other], &to).expect_err("a version is one thing").to_string();
        assert!(refused.contains("has other contents"), "{refused}");
        let both =
            mirror(&[folder.path().join("other"), folder.path().to_owned()], &folder.path().join("new"));
        let refused = both.expect_err("one name is one archive").to_string();
        assert!(refused.contains("have one name and differ"), "{refused}");
        Ok(())
    }

    #[test]
    fn what_is_no_archive_of_this_provider_is_refused_before_anything_is_written() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let to = folder.path().join("mirror");
        let good = packed(folder.path(), "1.0.0", "one")?;
        let named = |name: &str| folder.path().join(name);
        fs::write(named("terraform-provider-apigatewayv2_1.0.0_linux_arm64.zip"), "not a zip")?;
        fs::copy(&good, named("terraform-provider-other_1.0.0_linux_amd64.zip"))?;
        fs::copy(&good, named("terraform-provider-apigatewayv2_1.0_linux_amd64.zip"))?;
        fs::copy(&good, named("terraform-provider-apigatewayv2_1.0.0_plan9_arm.zip"))?;
        fs::copy(&good, named("terraform-provider-apigatewayv2_1.0.0_windows_amd64.zip"))?;
        for (name, why) in [
            ("terraform-provider-apigatewayv2_1.0.0_linux_arm64.zip", "is not a zip archive"),
            ("terraform-provider-other_1.0.0_linux_amd64.zip", "is not named as an archive"),
            ("terraform-provider-apigatewayv2_1.0_linux_amd64.zip", "`1.0` in the name"),
            ("terraform-provider-apigatewayv2_1.0.0_plan9_arm.zip", "is not named as an archive"),
            ("terraform-provider-apigatewayv2_1.0.0_windows_amd64.zip", "apigatewayv2.exe"),
            ("nothing.zip", "there is no file or folder"),
        ] {
            let refused = format!("{:#}", mirror(&[good.clone(), named(name)], &to).expect_err(name));
            assert!(refused.contains(why), "{refused}");
        }
        assert!(!to.exists());
        Ok(())
    }

    #[test]
    fn an_archive_is_held_against_the_sums_beside_it() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let zip = packed(folder.path(), "1.0.0", "one")?;
        let sums = folder.path().join(dist::Names::new("1.0.0").sums());
        fs::write(&sums, dist::sums_of(&[&zip])?)?;
        mirror(&[folder.path().to_owned()], &folder.path().join("mirror"))?;
        packed(folder.path(), "1.0.0", "another")?;
        let refused = mirror(&[zip], &folder.path().join("other")).expect_err("changed").to_string();
        assert!(refused.contains("SHA256SUMS"), "{refused}");
        Ok(())
    }

    #[test]
    fn sums_that_cannot_be_read_are_not_taken_for_none() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let zip = packed(folder.path(), "1.0.0", "one")?;
        fs::create_dir(folder.path().join(dist::Names::new("1.0.0").sums()))?;
        let refused = mirror(&[zip], &folder.path().join("mirror")).expect_err("no sums").to_string();
        assert!(refused.contains("cannot read the sums"), "{refused}");
        Ok(())
    }

    #[test]
    fn a_refusal_leaves_the_mirror_as_it_was() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let to = folder.path().join("mirror");
        // Only the last place refuses.
        let last = to.join(address::hosts().pop().context("a host")?).join(address::NAMESPACE_AND_TYPE);
        fs::create_dir_all(&last)?;
        fs::write(last.join(dist::Names::new("0.9.0").zip(linux()?)), "not a zip")?;
        let all = |folder: &Path| -> Result<(usize, Vec<PathBuf>)> {
            Ok((fs::read_dir(folder)?.count(), files::below(folder)?))
        };
        let before = all(&to)?;
        let refused = mirror(&[packed(folder.path(), "1.0.0", "one")?], &to).expect_err("a broken archive");
        assert!(refused.to_string().contains("0.9.0"), "{refused:#}");
        assert_eq!(all(&to)?, before);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out_of_the_mirror() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (to, outside) = (folder.path().join("mirror"), folder.path().join("outside"));
        let zip = packed(folder.path(), "1.0.0", "one")?;
        fs::create_dir_all(&outside)?;
        fs::create_dir_all(&to)?;
        std::os::unix::fs::symlink(&outside, to.join(address::hosts()[0]))?;
        let refused = mirror(&[zip], &to).expect_err("a link").to_string();
        assert!(refused.contains("outside"), "{refused}");
        assert_eq!(files::below(&outside)?, Vec::<PathBuf>::new());
        Ok(())
    }
}
