//! A workflow, as far as the rules look at it.
//!
//! Source: "Workflow syntax for GitHub Actions".

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Workflow {
    on: Value,
    pub(super) permissions: Option<Permissions>,
    pub(super) concurrency: Option<Value>,
    pub(super) jobs: BTreeMap<String, Job>,
}

impl Workflow {
    pub(super) fn parse(text: &str) -> Result<Workflow> {
        serde_saphyr::from_str(text).context("cannot read the workflow")
    }

    /// Whether it runs on an event: `on` is one, a list, or a map with settings of each.
    pub(super) fn runs_on(&self, event: &str) -> bool {
        let is_event = |value: &Value| value.as_str() == Some(event);
        is_event(&self.on) || list(&self.on).any(is_event) || self.on.get(event).is_some()
    }
}

/// What the token of a job may do: one word for everything, or a word for each.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Permissions {
    All(String),
    Each(BTreeMap<String, String>),
}

impl Permissions {
    /// What may be written, by name.
    pub(super) fn written(&self) -> Vec<&str> {
        match self {
            Permissions::All(level) if level == "read-all" => Vec::new(),
            Permissions::All(level) => vec![level],
            Permissions::Each(levels) => {
                let written = levels.iter().filter(|(_, level)| *level == "write");
                written.map(|(name, _)| name.as_str()).collect()
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Job {
    pub(super) timeout_minutes: Option<u32>,
    pub(super) permissions: Option<Permissions>,
    pub(super) environment: Option<Value>,
    #[serde(default)]
    pub(super) strategy: Strategy,
    #[serde(default)]
    env: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

impl Job {
    /// Whether a secret of the repository is in the job's environment or in a step.
    pub(super) fn uses_secrets(&self) -> bool {
        let steps = self.steps.iter().flat_map(|step| step.env.values().chain(step.with.values()));
        self.env.values().chain(steps).any(|value| value.to_string().contains("secrets."))
    }
}

#[derive(Default, Deserialize)]
pub(super) struct Strategy {
    #[serde(default)]
    matrix: BTreeMap<String, Value>,
}

impl Strategy {
    /// The values of a key of the matrix, also of those that `include` adds.
    pub(super) fn values(&self, key: &str) -> Vec<String> {
        let listed = self.matrix.get(key).into_iter().flat_map(list);
        let included = self.matrix.get("include").into_iter().flat_map(list);
        listed.chain(included.filter_map(|combination| combination.get(key))).map(text).collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) uses: Option<String>,
    pub(super) run: Option<String>,
    #[serde(default)]
    pub(super) with: BTreeMap<String, Value>,
    #[serde(default)]
    env: BTreeMap<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_has_the_values_that_are_listed_and_included() -> Result<()> {
        let text = "on: push\njobs:\n  one:\n    strategy:\n      matrix:\n        lane: [a, b]\n        include:\n\
                    \x20         - { lane: c, os: linux }\n          - { os: macos }\n";
        let workflow = Workflow::parse(text)?;
        let strategy = &workflow.jobs["one"].strategy;
        assert_eq!(strategy.values("lane"), ["a", "b", "c"]);
        assert_eq!(strategy.values("os"), ["linux", "macos"]);
        assert!(strategy.values("other").is_empty());
        Ok(())
    }

    #[test]
    fn an_event_is_named_alone_in_a_list_or_with_settings() {
        let runs = |on: &str| Workflow::parse(&format!("on: {on}\njobs: {{}}\n")).unwrap().runs_on("push");
        assert!(runs("push") && runs("[pull_request, push]") && runs("{ push: { tags: [v1] } }"));
        assert!(runs("{ push: }"), "without settings");
        assert!(!runs("pull_request") && !runs("[pull_request]") && !runs("{ schedule: [] }"));
    }

    #[test]
    fn a_token_writes_what_is_not_only_read() {
        let written = |text: &str| {
            let permissions: Permissions = serde_saphyr::from_str(text).unwrap();
            permissions.written().join(" ")
        };
        assert_eq!(written("{}"), "");
        assert_eq!(written("read-all"), "");
        assert_eq!(written("write-all"), "write-all");
        assert_eq!(written("{ contents: read, attestations: write }"), "attestations");
    }
}
