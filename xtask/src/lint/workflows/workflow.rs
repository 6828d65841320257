//! A workflow, as far as the rules look at it.
//!
//! Source: "Workflow syntax for GitHub Actions".

use std::collections::BTreeMap;
use std::ops::Deref;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Workflow {
    on: Value,
    pub(super) permissions: Option<Permissions>,
    pub(super) concurrency: Option<Value>,
    #[serde(default)]
    env: Value,
    pub(super) jobs: BTreeMap<String, Job>,
}

impl Workflow {
    pub(super) fn parse(text: &str) -> Result<Workflow> {
        serde_saphyr::from_str(text).context("cannot read the workflow")
    }

    pub(super) fn has_secrets_for_all_jobs(&self) -> bool {
        has_secrets(&self.env)
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

/// A job: what the rules ask for by name, and everything that is written in it.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Job {
    known: Known,
    whole: Value,
}

impl TryFrom<Value> for Job {
    type Error = serde_json::Error;

    fn try_from(whole: Value) -> Result<Job, serde_json::Error> {
        Ok(Job { known: Known::deserialize(&whole)?, whole })
    }
}

impl Deref for Job {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Known {
    pub(super) timeout_minutes: Option<u32>,
    pub(super) permissions: Option<Permissions>,
    pub(super) environment: Option<Value>,
    #[serde(default)]
    pub(super) strategy: Strategy,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

impl Job {
    /// Whether a secret of the repository is anywhere in the job.
    pub(super) fn uses_secrets(&self) -> bool {
        has_secrets(&self.whole)
    }
}

/// The word in any form: `secrets.KEY`, `secrets['KEY']`, `toJSON(secrets)` and
/// `secrets: inherit`. GitHub does not look at the case.
fn has_secrets(value: &Value) -> bool {
    value.to_string().to_lowercase().contains("secrets")
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
    fn secrets_are_found_in_every_form_and_place() {
        let uses = |job: &str| {
            let text = format!("on: push\njobs:\n  one: {job}\n");
            Workflow::parse(&text).unwrap().jobs["one"].uses_secrets()
        };
        assert!(uses("{ steps: [{ env: { KEY: '${{ secrets.KEY }}' } }] }"));
        assert!(uses("{ steps: [{ with: { key: \"${{ secrets['KEY'] }}\" } }] }"));
        assert!(uses("{ steps: [{ run: 'x ${{ toJSON(Secrets) }}' }] }"));
        assert!(uses("{ steps: [{ if: \"secrets.KEY != ''\" }] }"));
        assert!(uses("{ env: { KEY: '${{ secrets.KEY }}' } }"));
        assert!(uses("{ container: { image: x, credentials: { password: '${{ secrets.KEY }}' } } }"));
        assert!(uses("{ uses: ./other.yml, secrets: inherit }"));
        assert!(!uses("{ steps: [{ run: x, env: { GH_TOKEN: '${{ github.token }}' } }] }"));
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
