//! Messages of the provider, as the tests hold them: guides show what users read.

use anyhow::{Context, Result};

use crate::{files, workspace};

/// The message in the golden `tests/it/messages/NAME.snap`; of several, the one under the heading,
/// or the first.
pub(crate) fn message(name: &str, heading: Option<&str>) -> Result<String> {
    let path = workspace::root().join("tests/it/messages").join(name).with_extension("snap");
    one(&files::read(&path)?, heading)
        .with_context(|| format!("{} holds no message {}", path.display(), heading.unwrap_or_default()))
}

/// One message of a golden, without what insta writes above it.
fn one(golden: &str, heading: Option<&str>) -> Option<String> {
    let (_header, text) = golden.strip_prefix("---\n")?.split_once("\n---\n")?;
    let text = match text.strip_prefix("## ") {
        Some(page) => {
            let mut messages = page.split("\n\n## ").filter_map(|part| part.split_once("\n\n"));
            messages.find(|(above, _)| heading.is_none_or(|heading| heading == *above))?.1
        }
        None if heading.is_some() => return None,
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
        let alone = format!("{header}Error: No\non stage\n\nWhy.\n");
        assert_eq!(one(&alone, None).as_deref(), Some("Error: No\non stage\n\nWhy."));
        assert_eq!(one(&alone, Some("GetStage")), None);
        let page = format!("{header}## GetApi\n\nError: No\n\nWhy.\n\n## GetStage\n\nError: Other\n");
        assert_eq!(one(&page, None).as_deref(), Some("Error: No\n\nWhy."));
        assert_eq!(one(&page, Some("GetStage")).as_deref(), Some("Error: Other"));
        assert_eq!(one(&page, Some("GetApis")), None);
        for nothing in ["", "Error: No\n", header] {
            assert_eq!(one(nothing, None), None, "{nothing:?}");
        }
    }
}
