//! Another provider's executable, in a folder that a person names.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::project::Package;
use crate::{files, platform};

const PREFIX: &str = "terraform-provider-";
const HASHICORP_AWS: &str = "hashicorp/aws";

/// Another provider.
pub(crate) struct Other {
    executable: PathBuf,
    /// `NAMESPACE/TYPE`, or the type alone where the namespace is not known.
    source: String,
    version: Option<String>,
}

impl fmt::Display for Other {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.source)?;
        self.version.iter().try_for_each(|version| write!(formatter, " {version}"))
    }
}

impl Other {
    /// Looks for the one executable of a provider, for this system, in a folder
    /// and the folders below it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub(crate) fn find(folder: &Path) -> Result<Other> {
        let folder = fs::canonicalize(folder).with_context(|| format!("cannot find {}", folder.display()))?;
        let found =
            for_this_system(files::below(&folder)?.into_iter().filter(|path| is_executable(path)).collect());
        match found.as_slice() {
            [executable] => Ok(Other::of(executable)),
            [] => bail!(
                "no executable named {PREFIX}… is in {}; packed archives have to be unpacked first",
                folder.display()
            ),
            [one, another, ..] => bail!(
                "several providers are in {}, such as {} and {}; name the folder of one",
                folder.display(),
                one.display(),
                another.display()
            ),
        }
    }

    /// Reads type and version from `terraform-provider-TYPE[_vVERSION[_xN]]`, and
    /// what that does not say from the folders `NAMESPACE/TYPE/VERSION/OS_ARCH`
    /// of a mirror.
    fn of(executable: &Path) -> Other {
        let name = file_name(executable);
        let name = name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name);
        let mut parts = name.trim_start_matches(PREFIX).split('_');
        let kind = parts.next().unwrap_or_default();
        let version = parts.next().and_then(|part| part.strip_prefix('v'));

        let folders: Vec<&str> = executable.ancestors().skip(1).map(file_name).take(4).collect();
        let (source, version) = match folders.as_slice() {
            [system, number, found, namespace] if *system == platform::name() && *found == kind => {
                (format!("{namespace}/{kind}"), version.or(Some(*number)))
            }
            _ if kind == "aws" => (HASHICORP_AWS.to_owned(), version),
            _ => (kind.to_owned(), version),
        };
        Other { executable: executable.to_owned(), source, version: version.map(str::to_owned) }
    }

    pub(crate) fn is_hashicorp_aws(&self) -> bool {
        self.source == HASHICORP_AWS
    }

    /// How it is put into a mirror. Terraform wants a version, whichever it is.
    pub(crate) fn package(&self) -> Package<'_> {
        let version = self.version.as_deref().unwrap_or("0.0.0");
        Package { source: &self.source, version, executable: &self.executable }
    }
}

fn is_executable(path: &Path) -> bool {
    let name = file_name(path);
    name.starts_with(PREFIX) && !name.ends_with(".zip")
}

/// Of a mirror for several systems, what is in the folders of this one.
fn for_this_system(found: Vec<PathBuf>) -> Vec<PathBuf> {
    let system = platform::name();
    let (ours, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|path| path.parent().map(file_name) == Some(&system));
    if ours.is_empty() { others } else { ours }
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[&str]) -> Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        for file in files {
            files::write(&folder.path().join(file), "")?;
        }
        Ok(folder)
    }

    #[test]
    fn a_provider_of_a_mirror_is_named_by_its_folders() -> Result<()> {
        let system = platform::name();
        let folder = folder_with(&[
            &format!("hashicorp/random/3.7.2/{system}/terraform-provider-random"),
            "hashicorp/random/3.7.2/plan9_mips/terraform-provider-random",
            &format!("hashicorp/random/3.7.2/{system}/LICENSE.txt"),
        ])?;
        let other = Other::find(folder.path())?;
        assert_eq!(other.to_string(), "hashicorp/random 3.7.2");
        assert!(!other.is_hashicorp_aws());
        assert_eq!(other.package().version, "3.7.2");
        Ok(())
    }

    #[test]
    fn a_provider_by_itself_is_named_by_its_file() -> Result<()> {
        let aws = Other::find(folder_with(&["terraform-provider-aws_v5.100.0_x5"])?.path())?;
        assert_eq!(aws.to_string(), "hashicorp/aws 5.100.0");
        assert!(aws.is_hashicorp_aws());
        let local =
            Other::find(folder_with(&["terraform-provider-local", "terraform-provider-a.zip"])?.path())?;
        assert_eq!(local.to_string(), "local");
        Ok(())
    }

    #[test]
    fn none_and_several_are_refused() -> Result<()> {
        let empty = Other::find(folder_with(&["README.md"])?.path());
        assert!(empty.is_err_and(|error| error.to_string().contains("no executable")));
        let two =
            Other::find(folder_with(&["terraform-provider-a_v1.0.0", "terraform-provider-a_v2.0.0"])?.path());
        assert!(two.is_err_and(|error| error.to_string().contains("name the folder of one")));
        Ok(())
    }
}
