//! The blocks of code on a page.

use std::path::Path;
use std::{fs, io};

/// A block between two fences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The page's path from the workspace's root.
    pub(super) page: String,
    /// The line of its first fence, from 1.
    pub(super) line: usize,
    /// The word behind the first fence.
    pub(super) language: String,
    /// What is between the fences, without white space at its ends.
    pub(super) text: String,
}

impl Block {
    /// Where it is.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.page, self.line)
    }
}

/// The blocks of all pages that users read: README.md and everything in `docs/`, which has what
/// the templates have.
pub(super) fn of_all_pages(workspace: &Path) -> io::Result<Vec<Block>> {
    let mut pages = vec![workspace.join("README.md")];
    let mut folders = vec![workspace.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    let mut blocks = Vec::new();
    for page in pages {
        let name = page.strip_prefix(workspace).unwrap_or(&page).to_string_lossy().replace('\\', "/");
        blocks.extend(of_page(&name, &fs::read_to_string(&page)?));
    }
    Ok(blocks)
}

/// The blocks of one page.
pub(super) fn of_page(page: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut indentation = String::new();
    for (index, line) in text.lines().enumerate() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                indentation = " ".repeat(line.len() - line.trim_start().len());
                open = Some(Block {
                    page: page.to_owned(),
                    line: index + 1,
                    language: language.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => {
                let closed = open.take().map(|block| Block { text: block.text.trim().to_owned(), ..block });
                blocks.extend(closed);
            }
            (None, Some(block)) => {
                // Within a list, a block is indented as far as its fence.
                block.text += line.strip_prefix(indentation.as_str()).unwrap_or(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of {page} has no end: {open:?}");
    blocks
}
