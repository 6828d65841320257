//! The table of settings, held against the sources and the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::documented_settings::*;

/// Read by the SDK, where it looks for a session.
const READ_BY_THE_SDK: [&str; 1] = ["AWS_LOGIN_CACHE_DIRECTORY"];

/// The texts in quotes in the sources of the provider block.
fn quoted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/provider"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if name == "documented_settings.rs" || name == "tests.rs" || name == "documented_settings_tests.rs" {
            continue;
        }
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let (sources, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        found.extend(sources.split('"').skip(1).step_by(2).map(str::to_owned));
    }
}

fn names(rows: &[Row], treatment: Treatment) -> BTreeSet<&'static str> {
    rows.iter().filter(|(_, of, _)| *of == treatment).map(|(name, ..)| *name).collect()
}

#[test]
fn every_honoured_setting_is_read_and_every_read_one_is_in_the_table() {
    let quoted = quoted();
    let honoured = names(VARIABLES, Treatment::Honoured);
    for name in honoured.iter().filter(|name| !READ_BY_THE_SDK.contains(name)) {
        assert!(quoted.contains(*name), "{name} is read nowhere");
    }
    for name in names(PROFILE_SETTINGS, Treatment::Honoured) {
        // The SDK follows `services` to the section of that name.
        assert!(quoted.contains(name) || name == "services", "{name} of a profile is read nowhere");
    }
    let is_variable = |text: &&String| {
        (text.starts_with("AWS_") || text.ends_with("_PROXY"))
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    for name in quoted.iter().filter(is_variable) {
        assert!(honoured.contains(name.as_str()), "{name} is read, and not in the table");
    }
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
