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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn package(name: &str, kind: &str) -> Value {
        json!({
            "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": "registry+somewhere",
            "manifest_path": format!("/cargo/registry/{name}-1.0.0/Cargo.toml"), "targets": [{"kind": [kind]}],
        })
    }

    fn node(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies =
            dependencies.iter().map(|(on, kind)| json!({"pkg": on, "dep_kinds": [{"kind": kind}]}));
        json!({"id": name, "deps": dependencies.collect::<Vec<_>>()})
    }

    fn packages() -> Result<Packages> {
        let libraries = [PROVIDER, "linked", "builder", "shared", "only-built", "tester", "elsewhere"];
        let mut packages: Vec<_> = libraries.map(|name| package(name, "lib")).to_vec();
        packages.push(package("macro", "proc-macro"));
        let nodes = [
            node(
                PROVIDER,
                &[("linked", None), ("builder", Some("build")), ("macro", None), ("tester", Some("dev"))],
            ),
            node("linked", &[("shared", None)]),
            node("builder", &[("shared", None), ("only-built", None)]),
            node("macro", &[("only-built", None)]),
            node("shared", &[]),
            node("only-built", &[]),
            node("tester", &[("elsewhere", None)]),
            node("elsewhere", &[]),
        ];
        let metadata = json!({"packages": packages, "resolve": {"root": PROVIDER, "nodes": nodes}});
        serde_json::from_value::<Metadata>(metadata)?.packages()
    }

    #[test]
    fn what_only_tests_need_is_not_among_the_packages() -> Result<()> {
        let packages = packages()?;
        let names: Vec<_> = packages.list.iter().map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["builder", "linked", "macro", "only-built", "shared", PROVIDER]);
        Ok(())
    }

    #[test]
    fn what_only_builds_is_told_from_what_is_in_the_program() -> Result<()> {
        let packages = packages()?;
        let in_program = packages.list.iter().filter(|package| package.runtime);
        let names: Vec<_> = in_program.map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["linked", "shared", PROVIDER]);
        Ok(())
    }

    #[test]
    fn a_package_depends_on_others_by_their_places() -> Result<()> {
        let packages = packages()?;
        let root = packages.root()?;
        let dependencies = packages.list[root].dependencies.iter();
        let names: Vec<_> = dependencies.map(|place| packages.list[*place].name.as_str()).collect();
        assert_eq!(names, ["builder", "linked", "macro"]);
        Ok(())
    }

    #[test]
    fn the_folder_of_a_registry_is_the_one_above_its_packages() -> Result<()> {
        assert_eq!(packages()?.folders().into_iter().collect::<Vec<_>>(), [PathBuf::from("/cargo/registry")]);
        Ok(())
    }
}
