//! All workflows name one version of Rust: another one would build other bytes, or
//! release what no test has seen.

use std::collections::{BTreeMap, BTreeSet};

use super::workflow::Workflow;

/// The versions that are named, with the files that name them.
#[derive(Default)]
pub(super) struct Toolchains {
    files: BTreeMap<String, BTreeSet<String>>,
}

impl Toolchains {
    pub(super) fn add(&mut self, file: &str, workflow: &Workflow) {
        let steps = workflow.jobs.values().flat_map(|job| &job.steps);
        for version in steps.filter_map(|step| step.with.get("toolchain")) {
            let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
            self.files.entry(version).or_default().insert(file.to_owned());
        }
    }

    pub(super) fn violation(&self) -> Option<String> {
        let named = self.files.iter().map(|(version, files)| {
            let files: Vec<_> = files.iter().map(String::as_str).collect();
            format!("{version} in {}", files.join(" and "))
        });
        let named: Vec<_> = named.collect();
        (named.len() > 1)
            .then(|| format!("the workflows name several versions of Rust: {}", named.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(versions: &[(&str, &str)]) -> Option<String> {
        let mut toolchains = Toolchains::default();
        for (file, version) in versions {
            let text = format!(
                "on: push\njobs:\n  one:\n    steps:\n      - with: {{ toolchain: {version} }}\n      - run: x\n"
            );
            toolchains.add(file, &Workflow::parse(&text).unwrap());
        }
        toolchains.violation()
    }

    #[test]
    fn all_workflows_name_one_version_of_rust() {
        assert_eq!(violation(&[]), None);
        assert_eq!(violation(&[("ci.yml", "1.95.0"), ("release.yml", "1.95.0")]), None);
        let found = violation(&[("ci.yml", "1.95.0"), ("ci.yml", "1.96.0"), ("release.yml", "1.96.0")]);
        assert_eq!(
            found.as_deref(),
            Some(
                "the workflows name several versions of Rust: 1.95.0 in ci.yml, 1.96.0 in ci.yml and release.yml"
            )
        );
    }
}
