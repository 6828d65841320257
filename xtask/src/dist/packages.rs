//! The packages that the provider is made of for one target, as cargo resolves
//! them.
//!
//! cargo-auditable asks cargo the same when it writes the list that the binary
//! carries, so the two agree; but only here is what a package's licence is and
//! in which folder its sources are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::checkout::Checkout;
use crate::process;
use crate::workspace::PROVIDER;

/// A package and what it is needed for.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Whether it is part of the program, and not only of what builds it.
    pub(crate) runtime: bool,
    /// Those that it depends on, by their places in the list.
    pub(crate) dependencies: BTreeSet<usize>,
}

/// The packages in the order of their names and versions.
pub(crate) struct Packages {
    pub(crate) list: Vec<Package>,
    folders: BTreeSet<PathBuf>,
}

impl Packages {
    /// # Errors
    /// When cargo cannot resolve or fetch them.
    pub(super) fn of(checkout: &Checkout, triple: &str) -> Result<Packages> {
        let mut cargo = checkout.cargo();
        cargo.args(["metadata", "--locked", "--format-version=1", "--filter-platform", triple]);
        let metadata: Metadata =
            serde_json::from_str(&process::output(&mut cargo)?).context("cannot read cargo's metadata")?;
        metadata.packages()
    }

    /// The folders with the sources of the packages that come from a registry.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        self.folders.clone()
    }

    /// The place of the provider.
    pub(crate) fn root(&self) -> Result<usize> {
        let place = self.list.iter().position(|package| package.name == PROVIDER);
        place.context("cargo's packages lack the provider's own")
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Described>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Described {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<DescribedTarget>,
}

#[derive(Deserialize)]
struct DescribedTarget {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    root: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

impl Edge {
    /// Whether the program needs it, or only the build; none when only tests do.
    fn runtime(&self) -> Option<bool> {
        let is = |wanted: Option<&str>| self.dep_kinds.iter().any(|kind| kind.kind.as_deref() == wanted);
        match (is(None), is(Some("build"))) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }
}

impl Metadata {
    fn packages(&self) -> Result<Packages> {
        let root = self.resolve.root.as_deref().context("cargo's metadata names no root package")?;
        let needed = self.needed(root);
        let mut described: Vec<_> =
            self.packages.iter().filter(|package| needed.contains_key(package.id.as_str())).collect();
        described.sort_by_key(|package| (&package.name, &package.version));
        let places: HashMap<_, _> =
            described.iter().enumerate().map(|(place, package)| (package.id.as_str(), place)).collect();
        let edges = self.edges();
        let list = described.iter().map(|package| Package {
            name: package.name.clone(),
            version: package.version.clone(),
            license: package.license.clone(),
            runtime: needed[package.id.as_str()],
            dependencies: edges[package.id.as_str()]
                .iter()
                .filter(|edge| edge.runtime().is_some())
                .filter_map(|edge| places.get(edge.pkg.as_str()).copied())
                .collect(),
        });
        let list = list.collect();
        let fetched = self.packages.iter().filter(|package| package.source.is_some());
        let folder = |package: &Described| Some(package.manifest_path.parent()?.parent()?.to_owned());
        Ok(Packages { list, folders: fetched.filter_map(folder).collect() })
    }

    /// The packages that a build of the root needs, and whether they end up in the
    /// program: neither does what a build script or a macro needs.
    fn needed(&self, root: &str) -> BTreeMap<&str, bool> {
        let edges = self.edges();
        let macros: BTreeSet<&str> = self
            .packages
            .iter()
            .filter(|package| package.is_macro())
            .map(|package| package.id.as_str())
            .collect();
        let mut needed = BTreeMap::new();
        let mut to_visit = vec![(root, true)];
        while let Some((id, runtime)) = to_visit.pop() {
            let Some((id, its_edges)) = edges.get_key_value(id) else { continue };
            let known: &mut Option<bool> = needed.entry(*id).or_default();
            if known.is_some_and(|known| known || !runtime) {
                continue;
            }
            *known = Some(runtime);
            to_visit.extend(its_edges.iter().filter_map(|edge| {
                let of_edge = edge.runtime()?;
                Some((edge.pkg.as_str(), runtime && of_edge && !macros.contains(edge.pkg.as_str())))
            }));
        }
        needed.into_iter().map(|(id, runtime)| (id, runtime == Some(true))).collect()
    }

    fn edges(&self) -> HashMap<&str, &[Edge]> {
        self.resolve.nodes.iter().map(|node| (node.id.as_str(), node.deps.as_slice())).collect()
    }
}

impl Described {
    fn is_macro(&self) -> bool {
        self.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "proc-macro"))
    }
}
