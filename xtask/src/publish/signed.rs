//! The files of a signed release, checked once more before they are published.
//!
//! They come from another job or machine than the one that signed them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::dist::{self, Names};
use crate::{files, release};

const MAKE_IT: &str = "make the release with `cargo xtask release --complete`";

/// All files of the folder.
///
/// # Errors
/// When a file is missing, is not what a signed sum says or is in no sum, or an SBOM
/// names another commit.
pub(super) fn files(folder: &Path, version: &str, commit: &str) -> Result<Vec<PathBuf>> {
    let files = files::below(folder).with_context(|| format!("there is no release to publish; {MAKE_IT}"))?;
    let names = Names::new(version);
    let mut summed = BTreeMap::new();
    for sums in [names.sums(), names.sbom_sums()] {
        summed.extend(signed_sums(folder, &sums, &names.key())?);
    }
    for (name, sum) in &summed {
        let file = present(folder, name)?;
        ensure!(
            dist::sum_of(&file)? == *sum,
            "{} is not the file that was signed; {MAKE_IT}",
            file.display()
        );
        if file.extension().is_some_and(|extension| extension == "json") && *name != names.manifest() {
            is_of_commit(&file, commit)?;
        }
    }
    let others = [names.sums(), names.sbom_sums()].into_iter().flat_map(|sums| [format!("{sums}.sig"), sums]);
    let known: BTreeSet<_> = others.chain([names.key()]).chain(summed.into_keys()).collect();
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        ensure!(
            known.contains(&*name),
            "{name} in {} is in no signed sum of version {version}; remove it, or {MAKE_IT}",
            folder.display()
        );
    }
    Ok(files)
}

/// The sums by the names of their files, once the signature is verified.
fn signed_sums(folder: &Path, name: &str, key: &str) -> Result<BTreeMap<String, String>> {
    let (sums, key) = (present(folder, name)?, present(folder, key)?);
    let signature = present(folder, &format!("{name}.sig"))?;
    let is_rsa = release::verify(&sums, &signature, &key)
        .with_context(|| format!("the signature of {} is not good; {MAKE_IT}", sums.display()))?;
    ensure!(
        is_rsa,
        "the signature of {} is not RSA, and registries take no other; {MAKE_IT}",
        sums.display()
    );
    let text = files::read(&sums)?;
    let lines = text.lines().map(|line| {
        let (sum, name) =
            line.split_once("  ").with_context(|| format!("{} has the line `{line}`", sums.display()))?;
        Ok((name.to_owned(), sum.to_owned()))
    });
    lines.collect()
}

fn present(folder: &Path, name: &str) -> Result<PathBuf> {
    let file = folder.join(name);
    ensure!(file.is_file(), "{} is missing; {MAKE_IT}", file.display());
    Ok(file)
}

fn is_of_commit(sbom: &Path, commit: &str) -> Result<()> {
    let found = dist::read_sbom(sbom)?.origin.commit;
    ensure!(
        found == commit,
        "{} is of the commit {found}, and {commit} is checked out; check out the commit that was built",
        sbom.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::anyhow;
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;
    use crate::metadata;
    use crate::platform::Platform;

    /// A release of one archive, signed with a key that is thrown away.
    struct Signed {
        folder: TempDir,
        version: &'static str,
        platform: Platform,
    }

    impl Signed {
        fn make() -> Result<Signed> {
            let version = metadata::version()?;
            let platform =
                Platform::of_target("x86_64-unknown-linux-musl").ok_or_else(|| anyhow!("no platform"))?;
            let names = Names::new(version);
            let machine = tempfile::tempdir()?;
            let zip = machine.path().join(names.zip(platform));
            let program = machine.path().join("program");
            fs::write(&program, "a program")?;
            dist::pack_files(&zip, platform, &program, &program)?;
            let hashes = json!([{"alg": "SHA-256", "content": dist::sum_of(&zip)?}]);
            let sbom = json!({"metadata": {
                "component": {"externalReferences": [{"url": names.zip(platform), "hashes": hashes}]},
                "properties": [
                    {"name": "build:commit", "value": "c0ffee"},
                    {"name": "build:target", "value": "x86_64-unknown-linux-musl"},
                    {"name": "build:source-address", "value": "local/apigatewayv2"},
                ],
            }});
            fs::write(machine.path().join(names.sbom(platform)), sbom.to_string())?;
            let signed = Signed { folder: tempfile::tempdir()?, version, platform };
            release::of_one_machine(machine.path(), &signed.path())?;
            Ok(signed)
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("files")
        }

        fn names(&self) -> Names<'static> {
            Names::new(self.version)
        }

        /// Why it is refused.
        fn refused(&self, commit: &str) -> String {
            let error = files(&self.path(), self.version, commit).err();
            error.map(|error| format!("{error:#}")).unwrap_or_default()
        }

        /// Why it is refused while a file has other contents, or none.
        fn refused_with(&self, name: &str, contents: Option<&str>) -> Result<String> {
            let file = self.path().join(name);
            let before = fs::read(&file).ok();
            match contents {
                Some(contents) => fs::write(&file, contents)?,
                None => fs::remove_file(&file)?,
            }
            let why = self.refused("c0ffee");
            match before {
                Some(before) => fs::write(&file, before)?,
                None => fs::remove_file(&file)?,
            }
            Ok(why)
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_what_was_signed_is_published() -> Result<()> {
        if which::which("gpg").is_err() && !crate::missing::is_ci() {
            return Ok(());
        }
        let signed = Signed::make()?;
        let names = signed.names();
        assert_eq!(signed.refused("c0ffee"), "");
        assert_eq!(files(&signed.path(), signed.version, "c0ffee")?.len(), 8);

        let zip = names.zip(signed.platform);
        let why = signed.refused_with(&zip, Some("another archive"))?;
        assert!(why.contains("is not the file that was signed"), "{why}");
        let why = signed.refused_with(&names.sbom(signed.platform), Some("{}"))?;
        assert!(why.contains("is not the file that was signed"), "{why}");
        let why = signed.refused_with(&zip, None)?;
        assert!(why.contains(".zip is missing"), "{why}");
        let why = signed.refused_with(&names.sums(), Some("0  nothing"))?;
        assert!(why.contains("the signature of") && why.contains("is not good"), "{why}");
        let why = signed.refused_with(&format!("{}.sig", names.sbom_sums()), None)?;
        assert!(why.contains("sboms_SHA256SUMS.sig is missing"), "{why}");
        let why = signed.refused_with("notes.txt", Some("notes"))?;
        assert!(why.contains("notes.txt in") && why.contains("is in no signed sum"), "{why}");
        let why = signed.refused("decade");
        assert!(why.contains("is of the commit c0ffee, and decade is checked out"), "{why}");
        Ok(())
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_release() {
        let absent = files(Path::new("no/such/folder"), "1.2.0", "c0ffee").err();
        let why = absent.map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(why.starts_with("there is no release to publish; make the release with"), "{why}");
    }
}
