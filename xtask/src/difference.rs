//! What differs between files of the repository and what a verb makes of them.

use anyhow::{Result, bail};
use similar::TextDiff;

use crate::{console, files, workspace};

/// Fails where files are not what the verb writes, and shows the lines that differ. A file, by its path
/// from the workspace's root, comes with its text; one that is not to be there has none.
pub(crate) fn check<'a>(wanted: impl IntoIterator<Item = (String, &'a str)>, verb: &str) -> Result<()> {
    let mut stale = Vec::new();
    for (path, wanted) in wanted {
        let found = files::read(&workspace::root().join(&path)).unwrap_or_default();
        if found != wanted {
            let difference = TextDiff::from_lines(found.as_str(), wanted);
            let difference = difference.unified_diff().header(&path, "made anew").to_string();
            console::say(difference.trim_end());
            stale.push(path);
        }
    }
    if !stale.is_empty() {
        bail!("{}: not up to date; run `cargo xtask {verb}` and commit what it writes", stale.join(", "));
    }
    Ok(())
}
