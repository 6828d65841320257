//! The packages of `Cargo.lock` and who uses them, as cargo resolves them for
//! all targets and features.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use semver::Version;
use serde::Deserialize;

use crate::{cargo, process};

/// What `cargo metadata` says of packages.
#[derive(Deserialize)]
pub(super) struct Graph {
    pub(super) packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) license: Option<String>,
    /// `None` in the workspace.
    pub(super) source: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
}

/// A dependency as a `Cargo.toml` writes it.
#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) req: String,
    pub(super) path: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Graph {
    /// Only packages that were never downloaded are asked for on the network.
    pub(super) fn of_the_workspace() -> Result<Graph> {
        let mut metadata = cargo::cargo();
        metadata.args(["metadata", "--format-version=1", "--all-features", "--locked"]);
        let mut graph = Graph::parse(&process::output(&mut metadata)?)?;
        let mut tree = cargo::cargo();
        tree.args(["tree", "--workspace", "--all-features", "--target=all", "--edges=all", "--locked"]);
        graph.keep(&process::output(tree.args(["--prefix=none", "--format={p}"]))?);
        Ok(graph)
    }

    /// Leaves out what no build can use: `cargo metadata` also shows packages of features
    /// that nothing enables, and `cargo tree` does not.
    fn keep(&mut self, tree: &str) {
        let used: HashSet<_> = tree.lines().filter_map(name_and_version).collect();
        self.packages.retain(|package| used.contains(&(package.name.as_str(), package.version.to_string())));
    }

    fn parse(json: &str) -> Result<Graph> {
        serde_json::from_str(json).context("cannot read cargo's metadata")
    }

    /// The packages by their names.
    pub(super) fn by_name(&self) -> HashMap<&str, Vec<&Package>> {
        let mut names: HashMap<&str, Vec<&Package>> = HashMap::new();
        for package in &self.packages {
            names.entry(&package.name).or_default().push(package);
        }
        names
    }

    /// The packages that use a package directly.
    pub(super) fn users<'a>(&'a self, of: &'a Package) -> impl Iterator<Item = &'a Package> {
        let nodes = self.resolve.nodes.iter().filter(|node| node.dependencies.contains(&of.id));
        nodes.filter_map(|node| self.packages.iter().find(|package| package.id == node.id))
    }
}

/// Of a line such as `serde v1.0.0 (proc-macro)`.
fn name_and_version(line: &str) -> Option<(&str, String)> {
    let mut words = line.split_whitespace();
    Some((words.next()?, words.next()?.strip_prefix('v')?.to_owned()))
}

impl std::fmt::Display for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Packages by name, version and licence, of the registry that the tests
    /// allow; each is used by the one before it.
    pub(in super::super) fn chain(packages: &[(&str, &str, &str)]) -> Graph {
        let id = |index: usize| format!("package {index}");
        let listed: Vec<_> = packages
            .iter()
            .enumerate()
            .map(|(index, (name, version, license))| {
                serde_json::json!({
                    "id": id(index), "name": name, "version": version, "license": license,
                    "source": "registry+https://registry", "dependencies": [],
                })
            })
            .collect();
        let nodes: Vec<_> = (0..packages.len())
            .map(|index| {
                let next = (index + 1 < packages.len()).then(|| id(index + 1));
                serde_json::json!({ "id": id(index), "dependencies": Vec::from_iter(next) })
            })
            .collect();
        let json = serde_json::json!({ "packages": listed, "resolve": { "nodes": nodes } });
        Graph::parse(&json.to_string()).unwrap()
    }
    #[test]
    fn packages_of_features_that_nothing_enables_are_left_out() {
        let mut graph = chain(&[("a", "1.0.0", "MIT"), ("a", "2.0.0", "MIT"), ("b", "1.0.0", "MIT")]);
        graph.keep("a v2.0.0\nb v1.0.0 (proc-macro)\n\na v2.0.0 (*)\n");
        let kept: Vec<_> = graph.packages.iter().map(Package::to_string).collect();
        assert_eq!(kept, ["a 2.0.0", "b 1.0.0"]);
    }
}
