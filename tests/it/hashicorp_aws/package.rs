//! Finds hashicorp/aws on this machine, and installs it beside the provider.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::harness::Ready;
use crate::harness::install::{HOSTS, Installation, Mirror, platform};

/// Where a mirror keeps it.
const SOURCE: &str = "hashicorp/aws";

/// The unpacked package of one version, and what was installed from it.
#[derive(Clone)]
pub(crate) struct Package {
    /// The folder with the executable.
    folder: PathBuf,
    version: String,
    /// Where installations go.
    workspace: PathBuf,
    installed: Arc<Mutex<HashMap<String, Installation>>>,
}

impl Package {
    /// The newest version in any mirror of this machine.
    ///
    /// # Errors
    /// Where it was looked for in vain.
    pub(crate) fn find(workspace: &Path) -> Result<Self, String> {
        let mirrors = mirrors();
        let found = mirrors.iter().flat_map(|mirror| HOSTS.map(|host| mirror.join(host).join(SOURCE)));
        let versions = found.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let newest = versions
            .map(|version| {
                (version.file_name().to_string_lossy().into_owned(), version.path().join(platform()))
            })
            .filter(|(_, folder)| folder.is_dir())
            .max_by_key(|(version, _)| numbers(version));
        let Some((version, folder)) = newest else {
            return Err(format!(
                "no filesystem mirror with registry.terraform.io/{SOURCE} is in TEST_PLUGIN_MIRROR, in the folders \
                 where Terraform looks for one, or shortly below {}",
                ROOTS.join(", ")
            ));
        };
        Ok(Self { folder, version, workspace: workspace.join(SOURCE), installed: Arc::default() })
    }

    /// A Terraform with both providers installed.
    ///
    /// # Panics
    /// When `init` fails.
    pub(crate) fn install(&self, ready: &Ready) -> Ready {
        let mut installed = self.installed.lock().unwrap_or_else(PoisonError::into_inner);
        let installation = installed.entry(ready.lane.name.clone()).or_insert_with(|| {
            let mirror = Mirror::new(&self.workspace.join("mirror"), &crate::provider_binary());
            let mirror = mirror.and_then(|mirror| self.place(&mirror.folder).map(|()| mirror));
            let mirror = mirror.unwrap_or_else(|error| panic!("no mirror of two providers: {error}"));
            let made = Installation::from_mirror(&ready.lane, &mirror, &super::versions(), &self.workspace);
            made.unwrap_or_else(|error| panic!("{error}"))
        });
        Ready { lane: ready.lane.clone(), installation: installation.clone() }
    }

    /// Puts it into a mirror, for either program, without a copy of its hundreds of megabytes.
    fn place(&self, mirror: &Path) -> std::io::Result<()> {
        for host in HOSTS {
            let version = mirror.join(host).join(SOURCE).join(&self.version);
            fs::create_dir_all(&version)?;
            let link = version.join(platform());
            if !link.exists() {
                std::os::unix::fs::symlink(&self.folder, link)?;
            }
        }
        Ok(())
    }
}

/// Below these a mirror is looked for, two folders deep.
const ROOTS: [&str; 4] = ["/opt", "/usr/share", "/usr/local/share", "~"];

fn mirrors() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let data = std::env::var_os("XDG_DATA_HOME").map_or_else(|| home.join(".local/share"), PathBuf::from);
    let mut mirrors: Vec<PathBuf> =
        std::env::var_os("TEST_PLUGIN_MIRROR").map(PathBuf::from).into_iter().collect();
    mirrors.push(data.join("terraform/plugins"));
    for root in ROOTS {
        let root = if root == "~" { home.clone() } else { PathBuf::from(root) };
        let below = folders(&root);
        let further = below.iter().flat_map(|folder| folders(folder)).collect::<Vec<_>>();
        mirrors.extend([vec![root], below, further].concat());
    }
    mirrors
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|number| number.parse().unwrap_or_default()).collect()
}
