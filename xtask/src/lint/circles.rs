//! Files that import each other, directly or through others.
//!
//! Such files can only be understood together. What counts as an import is said
//! in [`imports`](super::imports); tests are left out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::imports::Imports;

/// One finding for each set of files of which every one imports every other,
/// directly or through others: a shortest circle among them.
pub(super) fn findings(imports: &Imports) -> Vec<String> {
    let edges =
        imports.iter().flat_map(|(file, from)| from.keys().map(move |to| (file.as_str(), to.as_str())));
    let graph = DiGraphMap::<&str, ()>::from_edges(edges);
    let mut findings: Vec<String> = tarjan_scc(&graph)
        .into_iter()
        .filter(|files| files.len() > 1)
        .map(|files| finding(imports, &files.into_iter().collect()))
        .collect();
    findings.sort();
    findings
}

fn finding(imports: &Imports, files: &BTreeSet<&str>) -> String {
    let circles = files.iter().filter_map(|file| circle(imports, files, file));
    let shortest = circles.min_by_key(Vec::len).unwrap_or_default();
    let mut text = shortest.first().copied().unwrap_or_default().to_owned();
    for (index, file) in shortest.iter().enumerate() {
        let next = shortest[(index + 1) % shortest.len()];
        let joint = if index == 0 { " imports" } else { ", which imports" };
        text += &format!("{joint} `{}` from {next}", imports[*file][next]);
    }
    if files.len() > shortest.len() {
        let others: Vec<_> = files.iter().filter(|file| !shortest.contains(file)).copied().collect();
        text += &format!("; in circles with these: {}", others.join(", "));
    }
    text
}

/// A shortest way from a file back to it, within some files.
fn circle<'a>(imports: &'a Imports, files: &BTreeSet<&'a str>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut came_from = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for next in imports.get(file)?.keys().map(String::as_str).filter(|next| files.contains(next)) {
            if next == start {
                let mut way = vec![file];
                while way.last() != Some(&start) {
                    way.push(came_from[way.last()?]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::super::imports::between_files;
    use super::super::modules::Crate;
    use super::*;

    fn findings_in(files: &[(&str, &str)]) -> Vec<String> {
        let read = |file: &str| {
            let found = files.iter().find(|(name, _)| *name == file);
            found.map(|(_, text)| (*text).to_owned()).context("no such file")
        };
        findings(&between_files(&Crate::read("src/lib.rs", &read).unwrap()))
    }

    #[test]
    fn two_files_that_import_each_other() {
        let found = findings_in(&[
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a.rs", "use crate::b::B; pub struct A(B);"),
            ("src/b.rs", "pub struct B; impl B { fn a(&self) -> Option<super::a::A> { None } }"),
        ]);
        assert_eq!(found, ["src/a.rs imports `B` from src/b.rs, which imports `A` from src/a.rs"]);
    }

    #[test]
    fn three_files_and_one_beside() {
        let found = findings_in(&[
            ("src/lib.rs", "mod a; mod b; mod c; mod d;"),
            ("src/a.rs", "use crate::b; fn a() { b::b() }"),
            ("src/b.rs", "pub fn b() { println!(\"{}\", crate::c::c()) }"),
            ("src/c.rs", "use crate::{a::*, d}; pub fn c() -> u8 { d::D; a() }"),
            ("src/d.rs", "pub const D: u8 = 0;"),
        ]);
        assert_eq!(
            found,
            ["src/a.rs imports `b` from src/b.rs, which imports `c` from src/c.rs, \
              which imports `a` from src/a.rs"]
        );
    }

    #[test]
    fn a_circle_names_the_files_that_are_in_others_with_it() {
        let found = findings_in(&[
            ("src/lib.rs", "mod a; mod b; mod c;"),
            ("src/a.rs", "pub struct A; use crate::b::B; use crate::c::C;"),
            ("src/b.rs", "pub struct B; use crate::a::A;"),
            ("src/c.rs", "pub struct C; use crate::b::B;"),
        ]);
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("; in circles with these: src/c.rs"), "{found:?}");
    }

    #[test]
    fn a_child_that_uses_what_its_parent_defines() {
        let parent = "mod child; use child::Child; pub struct Parent(Child);";
        let child = "pub struct Child; fn f(_: super::Parent) {}";
        let found = findings_in(&[
            ("src/lib.rs", "mod parent;"),
            ("src/parent/mod.rs", parent),
            ("src/parent/child.rs", child),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_parent_that_only_declares_and_re_exports_is_in_no_circle() {
        let found = findings_in(&[
            ("src/lib.rs", "mod parent; pub use parent::A;"),
            ("src/parent/mod.rs", "mod a; mod b; pub use a::A; pub(crate) use b::{self, B};"),
            ("src/parent/a.rs", "use super::B; pub struct A(B);"),
            ("src/parent/b.rs", "pub struct B; #[cfg(test)] use super::A;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn tests_inline_modules_and_arrows_in_one_direction_are_no_circles() {
        let found = findings_in(&[
            ("src/lib.rs", "mod a; #[path = \"other/b.rs\"] mod b;"),
            ("src/a.rs", "use crate::b::B; pub struct A; mod inner { use super::A; }"),
            ("src/other/b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
