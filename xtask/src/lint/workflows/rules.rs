//! What a workflow may run, and which permissions and secrets its jobs have.

use serde_json::Value;

use super::workflow::{Job, Permissions, Step, Workflow};

/// `text` is what the workflow was read from: comments are in nothing else.
pub(super) fn violations(text: &str, workflow: &Workflow) -> Vec<String> {
    let mut found = events(workflow);
    found.extend(permissions(workflow.permissions.as_ref()));
    if workflow.concurrency.is_none() {
        found.push("has no `concurrency`, so that runs of one branch pile up".to_owned());
    }
    if workflow.has_secrets_for_all_jobs() {
        found.push(
            "has secrets in its `env`, for every step; pass them to the step that needs them".to_owned(),
        );
    }
    found.extend(versions(text));
    for (name, job) in &workflow.jobs {
        found.extend(of_job(job).into_iter().map(|finding| format!("job {name}: {finding}")));
    }
    found
}

/// These run with the repository's secrets for a pull request from anywhere.
const WITH_SECRETS: [&str; 2] = ["pull_request_target", "workflow_run"];

fn events(workflow: &Workflow) -> Vec<String> {
    let events = WITH_SECRETS.into_iter().filter(|event| workflow.runs_on(event));
    events
        .map(|event| format!("runs on {event}, with secrets that a pull request from outside could read"))
        .collect()
}

/// What holds for every job has to be the least.
fn permissions(of_workflow: Option<&Permissions>) -> Option<String> {
    let Some(permissions) = of_workflow else {
        return Some(
            "has no `permissions`; write `permissions: {}`, and in each job what it needs".to_owned(),
        );
    };
    let written = permissions.written();
    (!written.is_empty())
        .then(|| format!("lets every job write {}; let only the job that needs it", written.join(", ")))
}

fn of_job(job: &Job) -> Vec<String> {
    let mut found = Vec::new();
    if job.timeout_minutes.is_none() {
        found.push("has no `timeout-minutes`, and would hang for six hours".to_owned());
    }
    if job.permissions.is_none() {
        found.push("has no `permissions` of its own".to_owned());
    }
    if job.uses_secrets() && job.environment.is_none() {
        found.push("uses secrets without an `environment` that protects them".to_owned());
    }
    found.extend(job.steps.iter().filter_map(pinned));
    found.extend(job.steps.iter().filter_map(credentials));
    found
}

/// A tag can be moved to other code, a commit cannot.
fn pinned(step: &Step) -> Option<String> {
    let uses = step.uses.as_deref()?;
    let commit = uses.split_once('@').map(|(_, commit)| commit).unwrap_or_default();
    let is_pinned = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
    (!is_pinned).then(|| format!("uses {uses}, which names no commit of 40 hexadecimal digits"))
}

/// The token would lie in the checkout, for every later step to read.
fn credentials(step: &Step) -> Option<String> {
    let is_checkout = step.uses.as_deref()?.starts_with("actions/checkout@");
    let persists = step.with.get("persist-credentials") != Some(&Value::Bool(false));
    (is_checkout && persists).then(|| "checks out without `persist-credentials: false`".to_owned())
}

/// A commit tells a reader nothing, and Dependabot keeps the comment up to date.
fn versions(text: &str) -> Vec<String> {
    let uses = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim_start().trim_start_matches("- ");
        line.starts_with("uses:")
    });
    let has_version =
        |line: &str| line.split_once(" # ").is_some_and(|(_, comment)| comment.trim_start().starts_with('v'));
    uses.filter(|(_, line)| !has_version(line))
        .map(|(index, _)| format!("line {}: names no version in a comment, such as `# v1.2.3`", index + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "\
on: pull_request
permissions: {}
concurrency: one
jobs:
  only:
    timeout-minutes: 5
    permissions: { contents: read }
    environment: release
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v1.0.0
        with: { persist-credentials: false }
      - run: x
        env: { KEY: \"${{ secrets.KEY }}\" }
";

    /// What is found in the good workflow after a change to it.
    fn found(from: &str, to: &str) -> Vec<String> {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD, "{from} is not in it");
        violations(&text, &Workflow::parse(&text).unwrap())
    }

    #[test]
    fn a_good_workflow_has_no_findings() {
        assert_eq!(violations(GOOD, &Workflow::parse(GOOD).unwrap()), Vec::<String>::new());
    }

    #[test]
    fn a_job_may_do_no_more_than_it_says() {
        assert_eq!(found("permissions: {}\n", "").len(), 1);
        assert_eq!(
            found("permissions: {}", "permissions: { contents: write }"),
            ["lets every job write contents; let only the job that needs it"]
        );
        assert_eq!(
            found("    permissions: { contents: read }\n", ""),
            ["job only: has no `permissions` of its own"]
        );
        assert_eq!(
            found("    environment: release\n", ""),
            ["job only: uses secrets without an `environment` that protects them"]
        );
        assert_eq!(
            found("concurrency: one\n", "concurrency: one\nenv: { KEY: \"${{ secrets.KEY }}\" }\n"),
            ["has secrets in its `env`, for every step; pass them to the step that needs them"]
        );
        assert_eq!(
            found("        with: { persist-credentials: false }\n", ""),
            ["job only: checks out without `persist-credentials: false`"]
        );
    }

    #[test]
    fn an_action_is_named_by_its_commit_and_its_version() {
        assert_eq!(
            found("@0123456789012345678901234567890123456789", "@v1"),
            ["job only: uses actions/checkout@v1, which names no commit of 40 hexadecimal digits"]
        );
        assert_eq!(found("@0123456789", "@012345678x").len(), 1);
        assert_eq!(found(" # v1.0.0", ""), ["line 10: names no version in a comment, such as `# v1.2.3`"]);
    }

    #[test]
    fn a_pull_request_from_outside_meets_no_secrets() {
        assert_eq!(
            found("on: pull_request", "on: [push, pull_request_target]"),
            ["runs on pull_request_target, with secrets that a pull request from outside could read"]
        );
    }

    #[test]
    fn no_run_lasts_without_end_or_waits_for_others() {
        assert_eq!(found("    timeout-minutes: 5\n", "").len(), 1);
        assert_eq!(found("concurrency: one\n", "").len(), 1);
    }
}
