//! Rules about the files themselves.

use anyhow::Result;

use super::findings;
use crate::{process, workspace};

/// A file that cannot be read at one sitting is several files.
const MOST_LINES: usize = 400;

/// Homes of people on Linux and macOS.
const HOMES: [&str; 2] = [concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// Looks at every file that is, or is about to be, in the repository.
pub(crate) fn check() -> Result<()> {
    let places = places_of_this_machine();
    let mut findings = Vec::new();
    for name in names()? {
        // A file that is not text, or was deleted a moment ago, breaks no rule.
        let Ok(text) = std::fs::read_to_string(workspace::root().join(&name)) else {
            continue;
        };
        findings.extend(too_long(&name, &text));
        findings.extend(machine_path(&name, &text, &places));
    }
    findings::judge(&findings)
}

/// The paths of these files from the workspace's root.
pub(super) fn names() -> Result<Vec<String>> {
    let mut git = std::process::Command::new("git");
    git.current_dir(workspace::root()).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    Ok(process::output(&mut git)?.lines().map(str::to_owned).collect())
}

fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (name.ends_with(".rs") && lines > MOST_LINES)
        .then(|| format!("{name}: {lines} lines, at most {MOST_LINES} are readable"))
}

fn machine_path(name: &str, text: &str, places: &[String]) -> Option<String> {
    let (number, place) = text.lines().enumerate().find_map(|(index, line)| {
        let place = places.iter().find(|place| line.contains(place.as_str()))?;
        Some((index + 1, place))
    })?;
    Some(format!("{name}:{number}: names {place}, a path of one machine"))
}

/// Where this checkout and this user's files are, and where others' are.
fn places_of_this_machine() -> Vec<String> {
    let home = std::env::var("HOME").ok();
    let root = workspace::root().to_str().map(str::to_owned);
    HOMES
        .map(str::to_owned)
        .into_iter()
        .chain(home.filter(|home| home.len() > 1).map(|home| home + "/"))
        .chain(root.filter(|root| root.len() > 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rust_files_have_a_longest_length() {
        let long = "line\n".repeat(MOST_LINES + 1);
        assert!(too_long("src/main.rs", &long).is_some());
        assert!(too_long("Cargo.lock", &long).is_none());
        assert!(too_long("src/main.rs", &"line\n".repeat(MOST_LINES)).is_none());
    }

    #[test]
    fn a_path_of_one_machine_is_found_with_its_line() {
        let places = ["/somewhere/else/".to_owned()];
        let found = machine_path("README.md", "fine\nin /somewhere/else/x", &places);
        assert!(found.is_some_and(|found| found.starts_with("README.md:2:")));
        assert!(machine_path("README.md", "fine", &places).is_none());
    }
}
