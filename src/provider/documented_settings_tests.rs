//! The table of settings, held against the sources and the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;

use super::documented_settings::*;

/// Read by the SDK, where it looks for a session.
const READ_BY_THE_SDK: &str = "AWS_LOGIN_CACHE_DIRECTORY";

/// The code of the provider block, without comments and tests.
fn code() -> String {
    let mut code = String::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/provider"), &mut code);
    code
}

fn collect(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if name == "documented_settings.rs" || name == "tests.rs" || name == "documented_settings_tests.rs" {
            continue;
        }
        if path.is_dir() {
            collect(&path, code);
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let (sources, _) = text.split_once("\nmod tests {").unwrap_or((&text, ""));
        let lines = sources.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.extend(lines.flat_map(|line| [line, "\n"]));
    }
}

/// Whether the name is a whole literal: one within an error message is not read there.
fn is_read(code: &str, name: &str) -> bool {
    code.contains(&format!("\"{name}\""))
}

fn names(rows: &[Row], treatment: Treatment) -> BTreeSet<&'static str> {
    rows.iter().filter(|(_, of, _)| *of == treatment).map(|(name, ..)| *name).collect()
}

#[test]
fn every_honoured_setting_is_read_and_every_read_one_is_in_the_table() {
    let code = code();
    let honoured = names(VARIABLES, Treatment::Honoured);
    for name in &honoured {
        assert_eq!(is_read(&code, name), *name != READ_BY_THE_SDK, "whether {name} is read");
    }
    for name in names(PROFILE_SETTINGS, Treatment::Honoured) {
        assert!(is_read(&code, name), "{name} of a profile is read nowhere");
    }
    let variables = Regex::new(r#""((?:AWS|TF)_[A-Z0-9_]+|[A-Z]+_PROXY)""#).unwrap();
    for found in variables.captures_iter(&code) {
        assert!(honoured.contains(&found[1]), "{} is read, and not in the table", &found[1]);
    }
}

#[test]
fn a_name_within_a_message_is_not_read() {
    for code in [r#""AWS_REGION is not set""#, r#""set \"AWS_REGION\" first""#, r#"'"' AWS_REGION '"'"#] {
        assert!(!is_read(code, "AWS_REGION"), "{code}");
    }
    assert!(is_read(r#"'"'; "\""; find("AWS_REGION")"#, "AWS_REGION"));
}

#[test]
fn the_arguments_are_those_of_the_schema() {
    let block = super::settings::schema().block;
    let in_schema: BTreeSet<_> =
        block.attributes.keys().chain(block.blocks.keys()).map(String::as_str).collect();
    let own = BTreeSet::from(["findings", "max_requests_per_second", "plan_checks"]);
    assert_eq!(
        names(ARGUMENTS, Treatment::Honoured).union(&own).copied().collect::<BTreeSet<_>>(),
        in_schema
    );
    for name in names(ARGUMENTS, Treatment::Refused) {
        assert!(!in_schema.contains(name), "{name} is not refused");
    }
}

#[test]
fn each_setting_is_there_once_and_what_is_not_honoured_says_why() {
    for rows in [VARIABLES, PROFILE_SETTINGS, ARGUMENTS] {
        let names: BTreeSet<_> = rows.iter().map(|(name, ..)| name).collect();
        assert_eq!(names.len(), rows.len());
        for (name, treatment, why) in rows {
            assert!(*treatment == Treatment::Honoured || !why.is_empty(), "{name} has no reason");
        }
    }
}
