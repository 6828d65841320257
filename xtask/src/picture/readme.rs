//! The text beside the picture in README, between two comments.

use anyhow::{Context, Result};

/// Below the workspace's root.
pub(super) const FILE: &str = "README.md";

const BEGIN: &str = "<!-- plan:begin -->";
const END: &str = "<!-- plan:end -->";

/// A plan in one sentence, for those who do not see the picture: its error, where, and at which line.
pub(super) fn in_a_sentence(plan: &str) -> Result<String> {
    let after = |beginning: &str| {
        let mut lines =
            plan.lines().filter_map(|line| line.trim_start_matches(['│', ' ']).strip_prefix(beginning));
        lines.next().with_context(|| format!("the plan has no line that begins with {beginning:?}"))
    };
    let (error, address, place) = (after("Error: ")?, after("with ")?, after("on ")?);
    let line = place.split(',').next().unwrap_or(place);
    Ok(format!("A failing plan. Error: {error}, with {}, on {line}.", address.trim_end_matches(',')))
}

/// README with this text beside its picture.
pub(super) fn with_alternative(readme: &str, picture: &str, sentence: &str) -> Result<String> {
    let link = format!("]({picture})");
    let (before, after) =
        readme.split_once(&link).with_context(|| format!("{FILE} does not show {picture}"))?;
    let (before, _) =
        before.rsplit_once("![").with_context(|| format!("{FILE} has no text for {picture}"))?;
    Ok(format!("{before}![{sentence}{link}{after}"))
}

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
    fn a_plan_in_a_sentence_is_the_text_of_its_picture() {
        let plan =
            "$ plan\n│ Error: No\n│\n│   with a.b,\n│   on main.tf line 12, in resource:\n│   12:  x\n";
        let sentence = in_a_sentence(plan).unwrap();
        assert_eq!(sentence, "A failing plan. Error: No, with a.b, on main.tf line 12.");
        let readme = "![other](y.svg)\n\n![old](x.svg)\n";
        assert_eq!(
            with_alternative(readme, "x.svg", &sentence).unwrap(),
            format!("![other](y.svg)\n\n![{sentence}](x.svg)\n")
        );
        assert!(in_a_sentence("│ Error: No\n").is_err());
        assert!(with_alternative(readme, "z.svg", "").is_err());
    }

    #[test]
    fn a_readme_without_a_place_is_an_error() {
        let why = |readme| with_plan(readme, "text").unwrap_err().to_string();
        assert_eq!(why("# Name"), "README.md has no <!-- plan:begin -->");
        assert!(why("<!-- plan:begin -->").contains("<!-- plan:end -->"));
    }
}
