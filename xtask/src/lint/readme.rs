//! Rules about README: it is short, and what it shows is what is run and measured.

use std::collections::BTreeMap;

use anyhow::Result;

use super::findings;
use crate::{demo, files, workspace};

/// What is read to the end.
const MOST_LINES: usize = 150;
/// As many as its heading says.
const LINES_OF_CONFIGURATION: usize = 15;
/// The figures beside another provider.
const FIGURES: usize = 3;

/// Looks at README, the configuration that the demo and the tests run, and the guide to the figures.
pub(crate) fn check() -> Result<()> {
    let read = |path: &str| files::read(&workspace::root().join(path));
    let readme = read("README.md")?;
    let configuration = read("examples/readme/main.tf")?;
    let figures = read("templates/guides/figures.md.j2")?;
    findings::judge(
        &[length(&readme), shown(&readme, &configuration), demo(&readme), measured(&readme, &figures)]
            .concat(),
    )
}

fn length(readme: &str) -> Vec<String> {
    let lines = readme.lines().count();
    let too_long = lines > MOST_LINES;
    too_long.then(|| format!("README.md: {lines} lines, at most {MOST_LINES} are read")).into_iter().collect()
}

fn shown(readme: &str, configuration: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !readme.contains(&format!("```terraform\n{configuration}```\n")) {
        found.push("README.md: has no block that is examples/readme/main.tf".to_owned());
    }
    let lines = configuration.lines().count();
    if lines != LINES_OF_CONFIGURATION {
        found.push(format!("examples/readme/main.tf: {lines} lines, README says {LINES_OF_CONFIGURATION}"));
    }
    found
}

/// The demo says at its start how long it takes.
fn demo(readme: &str) -> Vec<String> {
    let mut lines = readme.lines().filter(|line| line.starts_with("$ cargo xtask demo "));
    let says = lines.any(|line| line.contains(&format!("# {} after the build", demo::TAKES)));
    let missing = || {
        format!(
            "README.md: does not say that the demo takes {} after the build, as the demo does",
            demo::TAKES
        )
    };
    (!says).then(missing).into_iter().collect()
}

fn measured(readme: &str, guide: &str) -> Vec<String> {
    let measured: BTreeMap<_, _> = rows(guide).collect();
    let mut count = 0;
    let mut found = Vec::new();
    for (label, shown) in rows(readme) {
        let Some(measured) = measured.get(label) else { continue };
        count += 1;
        if shown != *measured {
            let (shown, measured) = (shown.join(" and "), measured.join(" and "));
            found.push(format!(
                "README.md: {label} is {shown}, but {measured} in templates/guides/figures.md.j2"
            ));
        }
    }
    if count != FIGURES {
        found.push(format!("README.md: {count} figures of templates/guides/figures.md.j2, not {FIGURES}"));
    }
    found
}

/// The rows of tables with three columns: their first cell, and the other two.
fn rows(text: &str) -> impl Iterator<Item = (&str, [&str; 2])> {
    text.lines().filter_map(|line| {
        let cells = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim);
        let [label, first, second] = <[&str; 3]>::try_from(cells.collect::<Vec<_>>()).ok()?;
        // Neither the heads of tables nor the lines below them.
        let is_figure = |cell: &str| cell.starts_with(|first: char| first.is_ascii_digit());
        (is_figure(first) && is_figure(second)).then_some((label, [first, second]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = "| figure | ours | theirs |\n|---|---:|---:|\n| size  | 1 MB | 70 MB |\n| time | 0.1 s | 3 s |\n\
                         | calls | 2 | 201 |\n| memory | 9 MB | – |\n";

    #[test]
    fn a_readme_has_a_longest_length() {
        assert_eq!(length(&"line\n".repeat(MOST_LINES)), [""; 0]);
        assert_eq!(length(&"line\n".repeat(MOST_LINES + 1)), ["README.md: 151 lines, at most 150 are read"]);
    }

    #[test]
    fn the_block_is_the_file_and_has_as_many_lines_as_the_heading_says() {
        let hcl = "line\n".repeat(LINES_OF_CONFIGURATION);
        assert_eq!(shown(&format!("Text.\n\n```terraform\n{hcl}```\n"), &hcl), [""; 0]);
        assert_eq!(shown(&format!("```terraform\nmore\n{hcl}```\n"), &hcl).len(), 1);
        assert_eq!(shown("```terraform\nline\n```\n", "line\n").len(), 1);
    }

    #[test]
    fn the_time_of_the_demo_is_what_the_demo_says() {
        let readme = |time| {
            format!("```console\n$ cargo xtask demo  # {time} after the build; leaves a recording\n```\n")
        };
        assert_eq!(demo(&readme(demo::TAKES)), [""; 0]);
        assert_eq!(demo(&readme("an hour")).len(), 1);
    }

    #[test]
    fn figures_are_those_of_the_guide() {
        let readme = |time| {
            format!(
                "| | ours | theirs |\n| --- | --- | --- |\n| time | {time} | 3 s |\n| calls | 2 | 201 |\n| size | 1 MB | 70 MB |\n"
            )
        };
        assert_eq!(measured(&readme("0.1 s"), GUIDE), [""; 0]);
        assert_eq!(
            measured(&readme("0.2 s"), GUIDE),
            ["README.md: time is 0.2 s and 3 s, but 0.1 s and 3 s in templates/guides/figures.md.j2"]
        );
        assert_eq!(
            measured("| time | 0.1 s | 3 s |\n", GUIDE),
            ["README.md: 1 figures of templates/guides/figures.md.j2, not 3"]
        );
    }
}
