//! What users read is for users of Terraform and of OpenTofu.

use std::fs;
use std::path::Path;

use libtest_mimic::Trial;
use regex::Regex;

/// What users read: the messages, and the pages.
const READ_BY_USERS: [&str; 6] =
    ["tests/it/messages", "README.md", "CHANGELOG.md", "docs", "templates", "examples"];

/// Fails for a text that tells to type `terraform` and does not say what to type with
/// OpenTofu.
pub(crate) fn trial() -> Trial {
    Trial::test("texts::a_command_is_told_for_terraform_and_opentofu", || {
        let mut found = Vec::new();
        for place in READ_BY_USERS {
            search(&Path::new(env!("CARGO_MANIFEST_DIR")).join(place), &mut found);
        }
        if found.is_empty() { Ok(()) } else { Err(found.join("\n\n").into()) }
    })
}

fn search(place: &Path, found: &mut Vec<String>) {
    if place.is_dir() {
        let entries = fs::read_dir(place).expect("a folder of texts");
        entries.for_each(|entry| search(&entry.expect("a text").path(), found));
        return;
    }
    let text = fs::read_to_string(place).expect("a text");
    found.extend(one_sided(&text).into_iter().map(|part| format!("{}:\n{part}", place.display())));
}

/// The paragraphs and blocks of code with a command of Terraform and none of OpenTofu,
/// which has no `query`.
fn one_sided(text: &str) -> Vec<&str> {
    // At the start of a line, after a prompt, or in backticks after variables.
    let command =
        Regex::new(r"(?m)(?:^|`|^\s*\$ )(?:[A-Z_]+=\S+ )*terraform (?:-|[a-z]+\b)").expect("a pattern");
    let one_sided = |part: &&str| {
        command.is_match(part)
            && !Regex::new(r"\btofu\b").expect("a pattern").is_match(part)
            && !part.contains("terraform query")
    };
    text.split("\n\n").filter(one_sided).collect()
}
