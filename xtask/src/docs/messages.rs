//! Messages of the provider, as the tests hold them: guides show what users read.

use anyhow::{Context, Result};

use crate::{files, workspace};

/// The message in the golden `tests/it/messages/NAME.snap`; of several, the first.
pub(crate) fn message(name: &str) -> Result<String> {
    let path = workspace::root().join("tests/it/messages").join(name).with_extension("snap");
    first(&files::read(&path)?).with_context(|| format!("{} holds no message", path.display()))
}

/// The first message of a golden, without what insta writes above it.
fn first(golden: &str) -> Option<String> {
    let (_header, text) = golden.strip_prefix("---\n")?.split_once("\n---\n")?;
    let text = match text.strip_prefix("## ") {
        Some(page) => page.split_once("\n\n")?.1.split("\n\n## ").next()?,
        None => text,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_what_users_read_of_a_golden() {
        let header = "---\nsource: tests/x.rs\n---\n";
        let one = format!("{header}Error: No\non stage\n\nWhy.\n");
        assert_eq!(first(&one).as_deref(), Some("Error: No\non stage\n\nWhy."));
        let page = format!("{header}## GetApi\n\nError: No\n\nWhy.\n\n## GetStage\n\nError: Other\n");
        assert_eq!(first(&page).as_deref(), Some("Error: No\n\nWhy."));
        for nothing in ["", "Error: No\n", header] {
            assert_eq!(first(nothing), None, "{nothing:?}");
        }
    }
}
