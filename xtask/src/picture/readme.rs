//! The text beside the picture in README, between two comments.

use anyhow::{Context, Result};

/// Below the workspace's root.
pub(super) const FILE: &str = "README.md";

const BEGIN: &str = "<!-- plan:begin -->";
const END: &str = "<!-- plan:end -->";

/// README with this text between its comments.
pub(super) fn with_plan(readme: &str, plan: &str) -> Result<String> {
    let (before, rest) = readme.split_once(BEGIN).with_context(|| format!("{FILE} has no {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{FILE} has no {END} after {BEGIN}"))?;
    Ok(format!("{before}{BEGIN}\n```console\n{}\n```\n{END}{after}", plan.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_takes_the_place_of_the_one_before() {
        let readme = "# Name\n\n<!-- plan:begin -->\nold\n<!-- plan:end -->\n\nMore.\n";
        let new =
            "# Name\n\n<!-- plan:begin -->\n```console\n$ plan\nError\n```\n<!-- plan:end -->\n\nMore.\n";
        assert_eq!(with_plan(readme, "$ plan\nError\n").unwrap(), new);
        assert_eq!(with_plan(new, "$ plan\nError\n").unwrap(), new);
    }

    #[test]
    fn a_readme_without_a_place_is_an_error() {
        let why = |readme| with_plan(readme, "text").unwrap_err().to_string();
        assert_eq!(why("# Name"), "README.md has no <!-- plan:begin -->");
        assert!(why("<!-- plan:begin -->").contains("<!-- plan:end -->"));
    }
}
