//! Holds the tables of dependencies in `ARCHITECTURE.md` against the
//! `Cargo.toml` files: each dependency is named, with a reason, and nothing else.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use super::findings;
use crate::metadata::{self, Package};
use crate::workspace::PROVIDER;
use crate::{files, workspace};

const PAGE: &str = "ARCHITECTURE.md";

use Kind::{Build, Dev, Normal};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Normal,
    Build,
    Dev,
}

/// A table, by the line above it, and what its rows are about.
struct Table {
    title: &'static str,
    packages: &'static [&'static str],
    kinds: &'static [Kind],
}

const TABLES: [Table; 6] = [
    Table { title: "The provider:", packages: &[PROVIDER], kinds: &[Normal, Build] },
    Table { title: "The plugin server:", packages: &["tf6server", "tonic-build"], kinds: &[Normal, Build] },
    Table { title: "Its tests:", packages: &[PROVIDER, "tf6server", "tonic-build"], kinds: &[Dev] },
    Table { title: "The local endpoint:", packages: &["local-gateway"], kinds: &[Normal, Build, Dev] },
    Table { title: "The probe:", packages: &["probe"], kinds: &[Normal, Build, Dev] },
    Table { title: "xtask:", packages: &["xtask"], kinds: &[Normal, Build, Dev] },
];

/// Looks at the tables and at what cargo says of the workspace.
pub(crate) fn check() -> Result<()> {
    let page = files::read(&workspace::root().join(PAGE))?;
    let packages = metadata::packages()?;
    let mut found = without_a_table(packages);
    for table in &TABLES {
        let named = named(&page, table.title)?;
        let used = table.dependencies(packages);
        found.extend(differences(table.title, &named, &used));
    }
    findings::judge(&found)
}

fn without_a_table(packages: &[Package]) -> Vec<String> {
    let has_table = |name: &str| TABLES.iter().any(|table| table.packages.contains(&name));
    let without = packages.iter().filter(|package| !has_table(&package.name));
    without.map(|package| format!("{PAGE}: has no table of the dependencies of {}", package.name)).collect()
}

impl Table {
    /// The dependencies, save that the workspace's own packages need no reason.
    fn dependencies<'a>(&self, packages: &'a [Package]) -> Dependencies<'a> {
        let ours: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
        let of_table = packages.iter().filter(|package| self.packages.contains(&package.name.as_str()));
        let dependencies = of_table.flat_map(|package| &package.dependencies);
        let of_kind = dependencies.filter(|on| self.kinds.contains(&kind(on.kind.as_deref())));
        let (may, must) = of_kind.map(|on| on.name.as_str()).partition(|name| ours.contains(name));
        Dependencies { must, may }
    }
}

/// What a table names because it must, and what it may name.
struct Dependencies<'a> {
    must: BTreeSet<&'a str>,
    may: BTreeSet<&'a str>,
}

fn kind(of_cargo: Option<&str>) -> Kind {
    match of_cargo {
        Some("dev") => Dev,
        Some("build") => Build,
        _ => Normal,
    }
}

/// The crates in the first column of the table below a title.
fn named<'a>(page: &'a str, title: &str) -> Result<BTreeSet<&'a str>> {
    let mut lines = page.lines().skip_while(|line| *line != title).skip(1);
    let rows = lines.by_ref().skip_while(|line| line.is_empty()).take_while(|line| line.starts_with('|'));
    let cells = rows.skip(2).filter_map(|row| row.trim_matches('|').split(" | ").next());
    let named: BTreeSet<_> = cells.flat_map(names).collect();
    ensure!(!named.is_empty(), "{PAGE}: no table follows the line \"{title}\"");
    Ok(named)
}

/// `h2` and `rustix` of `h2, rustix (Unix)`: what follows a name describes it.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(", ").filter_map(|part| part.split_whitespace().next())
}

fn differences(title: &str, named: &BTreeSet<&str>, used: &Dependencies) -> Vec<String> {
    let unnamed = used.must.difference(named);
    let unnamed = unnamed.map(|name| format!("{PAGE}: \"{title}\" has no row that says what {name} is for"));
    let unused = named.iter().filter(|name| !used.must.contains(*name) && !used.may.contains(*name));
    let unused = unused.map(|name| format!("{PAGE}: \"{title}\" has a row for {name}, which is not used"));
    unnamed.chain(unused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: &str = "\
The provider:

| crate | why |
| --- | --- |
| one, two | for both |
| three 0.1 (build), four (`crates/four`) | for building |

xtask:

| crate | why |
| --- | --- |
| five | for five |
";

    #[test]
    fn a_table_names_what_is_in_its_first_column() {
        assert_eq!(named(SOME, "The provider:").unwrap(), BTreeSet::from(["one", "two", "three", "four"]));
        assert_eq!(named(SOME, "xtask:").unwrap(), BTreeSet::from(["five"]));
        assert!(named(SOME, "Its tests:").is_err());
    }

    #[test]
    fn what_is_not_named_and_what_is_not_used_are_found() {
        let used = Dependencies { must: BTreeSet::from(["a", "b"]), may: BTreeSet::from(["ours"]) };
        assert!(differences("x:", &BTreeSet::from(["a", "b", "ours"]), &used).is_empty());
        assert_eq!(
            differences("x:", &BTreeSet::from(["a", "c"]), &used),
            [
                "ARCHITECTURE.md: \"x:\" has no row that says what b is for",
                "ARCHITECTURE.md: \"x:\" has a row for c, which is not used",
            ]
        );
    }

    #[test]
    fn every_package_of_the_workspace_has_a_table() {
        assert_eq!(without_a_table(metadata::packages().unwrap()), Vec::<String>::new());
    }
}
