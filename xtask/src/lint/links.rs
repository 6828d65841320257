//! Links between pages.
//!
//! Pages are read in two places: in the repository, where a link names a file, with a heading behind
//! `#`, and in a registry, which shows `docs/` alone. Both registries take `.md` off a link between its
//! pages, and the repository needs it: `guides/installing.md`, or `../resources/api_mapping.md`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::page::Page;
use super::{findings, sources};
use crate::{files, workspace};

/// Looks at every page that is, or is about to be, in the repository.
pub(crate) fn check() -> Result<()> {
    let names: BTreeSet<String> = sources::names()?.into_iter().collect();
    let mut pages = BTreeMap::new();
    for name in names.iter().filter(|name| name.ends_with(".md")) {
        let path = workspace::root().join(name);
        // Deleted a moment ago.
        if path.is_file() {
            pages.insert(name.clone(), Page::read(&files::read(&path)?));
        }
    }
    findings::judge(&found(&names, &pages))
}

fn found(names: &BTreeSet<String>, pages: &BTreeMap<String, Page>) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, page) in pages {
        for (line, label) in &page.undefined {
            findings.push(format!("{name}:{line}: the label [{label}] is defined nowhere on the page"));
        }
        for (line, link) in &page.links {
            let wrong = wrong(name, page, link, names, pages);
            findings.extend(wrong.map(|why| format!("{name}:{line}: the link {link} {why}")));
        }
    }
    findings
}

/// What is wrong with a link; links to other sites are not followed.
fn wrong(
    name: &str,
    page: &Page,
    link: &str,
    names: &BTreeSet<String>,
    pages: &BTreeMap<String, Page>,
) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = if path.is_empty() {
        page
    } else {
        let Some(file) = resolved(name, path) else {
            return Some("leads out of the repository".to_owned());
        };
        let on_registry = name.starts_with("docs/");
        if on_registry && !file.starts_with("docs/") {
            return Some("leads out of docs/, which is all that a registry shows".to_owned());
        }
        if on_registry && !file.ends_with(".md") {
            return Some("does not end in .md, without which the repository does not show it".to_owned());
        }
        let is_folder = || names.iter().any(|name| name.starts_with(&format!("{file}/")));
        match pages.get(&file) {
            Some(page) => page,
            None if names.contains(&file) || is_folder() => return None,
            None => return Some(format!("leads to {file}, which is not there")),
        }
    };
    let anchor = anchor.filter(|anchor| !target.anchors.contains(*anchor))?;
    Some(format!("leads to a heading #{anchor}, which is not there"))
}

/// The file that a path means on a page of this name; `None` outside the repository.
fn resolved(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        return None;
    }
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of pages, each a name and its text.
    fn of(texts: &[(&str, &str)], others: &[&str]) -> Vec<String> {
        let pages = texts.iter().map(|(name, text)| ((*name).to_owned(), Page::read(text))).collect();
        let names = texts.iter().map(|(name, _)| *name).chain(others.iter().copied());
        found(&names.map(str::to_owned).collect(), &pages)
    }

    #[test]
    fn in_the_repository_a_link_names_a_file_a_folder_or_a_heading() {
        let readme =
            "# Start\n[a](docs/index.md#top) [b](src/main.rs) [c](src) [d](#start) [e](https://x.org/#y)\n";
        assert_eq!(of(&[("README.md", readme), ("docs/index.md", "# Top\n")], &["src/main.rs"]), [""; 0]);
        let wrong =
            "[a](docs/none.md)\n[b](#none)\n[c](../x)\n[d](docs/index.md#none)\n[e][none]\n[f](/docs)\n";
        assert_eq!(
            of(&[("README.md", wrong), ("docs/index.md", "# Top\n")], &[]),
            [
                "README.md:5: the label [none] is defined nowhere on the page",
                "README.md:1: the link docs/none.md leads to docs/none.md, which is not there",
                "README.md:2: the link #none leads to a heading #none, which is not there",
                "README.md:3: the link ../x leads out of the repository",
                "README.md:4: the link docs/index.md#none leads to a heading #none, which is not there",
                "README.md:6: the link /docs leads out of the repository",
            ]
        );
    }

    #[test]
    fn pages_of_docs_name_each_other_and_nothing_else() {
        let index = ("docs/index.md", "[a](guides/one.md#first)\n");
        let resource = ("docs/resources/thing.md", "# Thing\n");
        let right = (
            "docs/guides/one.md",
            "# First\n[a](two.md) [b](../resources/thing.md#thing) [c](../index.md)\n",
        );
        let two = ("docs/guides/two.md", "");
        assert_eq!(of(&[index, resource, right, two], &[]), [""; 0]);
        let wrong = ("docs/guides/two.md", "[a](one)\n[b](../../README.md)\n[c](guides/one.md)\n");
        assert_eq!(
            of(&[index, resource, right, wrong, ("README.md", "")], &[]),
            [
                "docs/guides/two.md:1: the link one does not end in .md, without which the repository does not show it",
                "docs/guides/two.md:2: the link ../../README.md leads out of docs/, which is all that a registry shows",
                "docs/guides/two.md:3: the link guides/one.md leads to docs/guides/guides/one.md, which is not there",
            ]
        );
    }
}
