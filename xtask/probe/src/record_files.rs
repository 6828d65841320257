//! Where records are, and which of them is the best evidence of a probe.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::record::{self, Record};

/// The record of what is known without asking.
const FACTS: &str = "facts";

/// The name under which the best record of each probe is meant.
pub const BEST: &str = "best";

/// The folder of the records that the local endpoint is held against.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/local-gateway/records")
}

/// Reads a record.
///
/// # Errors
/// The file cannot be read or is no record.
pub fn read(path: &Path) -> Result<Record> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no record", path.display()))
}

/// Reads the record that a person names: a file, one of the folder, or `best`.
///
/// # Errors
/// There is no such record.
pub fn named(name: &str) -> Result<Record> {
    if name == BEST {
        return best(&folder());
    }
    let of_folder = folder().join(format!("{name}.json"));
    let path = if of_folder.is_file() { of_folder } else { PathBuf::from(name) };
    if !path.is_file() {
        bail!("there is no record {name}: name a file, or one of {}", names(&folder())?.join(", "));
    }
    read(&path)
}

/// Tries whether a record can be written here, before anything is asked.
///
/// # Errors
/// It cannot, or there is one that must not be replaced.
pub(crate) fn try_path(path: &Path, may_be_replaced: bool) -> Result<()> {
    let shown = path.display();
    let exists = path.exists();
    if exists && !may_be_replaced {
        bail!("{shown} is a record already. Name another file with --output, or move this one away");
    }
    make_folder(path)?;
    let opened = fs::OpenOptions::new().append(true).create(true).open(path);
    opened.with_context(|| format!("the record cannot be written to {shown}"))?;
    if !exists {
        fs::remove_file(path).with_context(|| format!("cannot remove {shown}, which was only tried"))?;
    }
    Ok(())
}

/// Writes a record.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, record: &Record) -> Result<()> {
    make_folder(path)?;
    let text = serde_json::to_string_pretty(record)? + "\n";
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn make_folder(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// The best record of each probe: the newest of AWS that has answers, else the facts.
///
/// # Errors
/// A file of the folder is no record, or the facts are missing.
pub fn best(folder: &Path) -> Result<Record> {
    let mut records = Vec::new();
    for name in names(folder)? {
        let record = read(&folder.join(format!("{name}.json")))?;
        records.push((name, record));
    }
    let facts = records.iter().find(|(name, _)| name == FACTS).map(|(_, record)| record);
    let facts = facts.with_context(|| format!("there is no {FACTS}.json in {}", folder.display()))?;
    let all = || records.iter().map(|(name, record)| (name.as_str(), record));
    let probes: BTreeSet<_> = all().flat_map(|(_, record)| record.probes.keys()).collect();
    let best = probes.into_iter().filter_map(|probe| {
        record::best(all(), probe).map(|(_, _, observed)| (probe.clone(), observed.clone()))
    });
    Ok(Record {
        endpoint: BEST.to_owned(),
        date: facts.date.clone(),
        region: facts.region.clone(),
        probes: best.collect(),
    })
}

/// The names of the records in the folder, sorted.
///
/// # Errors
/// The folder cannot be read.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn record(endpoint: &str, date: &str, probes: &Value) -> Record {
        let record = json!({ "endpoint": endpoint, "date": date, "region": "eu-west-1", "probes": probes });
        serde_json::from_value(record).expect("a record")
    }

    #[test]
    fn the_newest_answer_of_aws_is_the_best_and_then_the_facts() {
        let folder = tempfile::tempdir().expect("a folder");
        let answered = |status: u16| json!({ "answers": [{ "call": "Get", "status": status }] });
        let absent = json!({ "absent": "no domain name" });
        let cut = json!({ "answers": [{ "call": "Get", "status": 4 }], "absent": "names no {mapping}" });
        let facts =
            json!({ "one": answered(1), "two": answered(1), "three": answered(1), "four": answered(1) });
        for (name, record) in [
            ("facts", record("facts", "2026-01-01", &facts)),
            (
                "aws-2026-02-01-eu-west-1",
                record("aws", "2026-02-01", &json!({ "two": answered(2), "three": answered(2) })),
            ),
            (
                "aws-2026-03-01-eu-west-1",
                record("aws", "2026-03-01", &json!({ "two": absent, "three": answered(3), "four": cut })),
            ),
            ("local", record("local", "2026-04-01", &json!({ "one": answered(4) }))),
        ] {
            write(&folder.path().join(format!("{name}.json")), &record).expect("written");
        }
        let best = best(folder.path()).expect("a record");
        let statuses: Vec<_> = best.probes.values().map(|of| json!(of.answers[0].status)).collect();
        // By name: four, one, three, two.
        assert_eq!(statuses, [json!(4), json!(1), json!(3), json!(2)]);
    }

    #[test]
    fn a_path_is_tried_without_a_trace() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/record.json");
        try_path(&path, false).expect("it can be written");
        assert!(!path.exists());
        fs::write(&path, "held").expect("written");
        try_path(&path, true).expect("it can be replaced");
        assert_eq!(fs::read_to_string(&path).expect("a text"), "held");
        let error = try_path(&path, false).expect_err("it is there");
        assert!(error.to_string().contains("is a record already. Name another file"), "{error}");
        let error = try_path(folder.path(), true).expect_err("it is a folder");
        assert!(error.to_string().contains("the record cannot be written"), "{error}");
    }

    #[test]
    fn a_record_that_is_not_there_is_answered_with_those_that_are() {
        let error = named("nothing").expect_err("there is none");
        assert!(
            error.to_string().starts_with("there is no record nothing: name a file, or one of "),
            "{error}"
        );
    }
}
