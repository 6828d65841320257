//! The scripts of the guide on continuous integration, run by a shell as a runner does.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::acceptance::world::World;
use crate::harness::process::Finished;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_pipeline_plans_comments_and_applies),
    scenario!(a_mistake_fails_the_step_and_is_in_the_comment),
    scenario!(a_comment_of_a_long_plan_shows_its_end, offline),
    scenario!(a_comment_is_written_anew_and_those_of_others_are_left, offline),
];

const PLAN: &str = include_str!("../../../examples/ci/plan.sh");
const COMMENT: &str = include_str!("../../../examples/ci/comment.sh");

/// Stands in for the CLI of GitHub: lists the comments that there are, and keeps what it was asked to
/// write and the comment.
const GH: &str = r#"#!/bin/sh
case "$*" in
  *--paginate*) cat gh-comments ;;
  *) echo "$@" >gh-arguments && cat comment.md >gh-comment ;;
esac
"#;
/// Comments as `--jq` of the script gives them: none is the script's.
const OF_OTHERS: &str = "11\tgithub-actions[bot]\tPreview: https://preview.example.com/pr-123\n\
                         12\tmallory\t<!-- api-mappings-plan -->\n";
const WRITTEN_ANEW: &str = "13\tgithub-actions[bot]\t<!-- api-mappings-plan -->\n\
                            14\tgithub-actions[bot]\tCoverage\n";

/// A project with the scripts of the guide in their place.
fn project(case: &Case) -> Project {
    let mut project = case.project();
    project.file("ci/plan.sh", PLAN).file("ci/comment.sh", COMMENT).file("bin/gh", GH);
    let folder = project.folder().to_owned();
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.join("bin/gh"), mode).expect("a program");
    let path = std::env::var("PATH").unwrap_or_default();
    project.env("PATH", &format!("{}:{path}", folder.join("bin").display()));
    project.env("GITHUB_OUTPUT", &folder.join("outputs").display().to_string());
    project.env("PULL_REQUEST", "123").env("COMMIT", "0a1b2c3");
    project
}

fn text(project: &Project, name: &str) -> String {
    fs::read_to_string(project.folder().join(name)).unwrap_or_default()
}

/// The comment that was made, after what was asked of GitHub's CLI has been looked at.
fn comment(project: &Project) -> String {
    let asked =
        "api --silent --method POST repos/{owner}/{repo}/issues/123/comments --field body=@comment.md\n";
    commented(project, OF_OTHERS, asked)
}

/// The comment, made beside these by what was asked of GitHub's CLI.
fn commented(project: &Project, comments: &str, asked: &str) -> String {
    project.file("gh-comments", comments);
    let finished = project.shell("ci/comment.sh", &[]);
    assert_eq!(finished.code, 0, "{}", finished.text());
    assert_eq!(text(project, "gh-arguments"), asked);
    text(project, "gh-comment")
}

fn plan(project: &Project) -> Finished {
    project.shell("ci/plan.sh", &["-lock=false"])
}

fn a_pipeline_plans_comments_and_applies(case: &Case) {
    let world = World::new(case);
    let mut project = project(case);
    project.main(&world.orders_block().hcl());
    let planned = plan(&project);
    assert_eq!(planned.code, 0, "{}", planned.text());
    assert_eq!(text(&project, "outputs"), "changes=true\n");
    let comment = comment(&project);
    assert!(
        comment.starts_with("<!-- api-mappings-plan -->\nPlan of the API mappings at 0a1b2c3:\n"),
        "{comment}"
    );
    assert!(comment.contains("Plan: 1 to add, 0 to change, 0 to destroy."), "{comment}");

    let applied = project.run(&["apply", "-input=false", "-no-color", "tfplan"]);
    assert_eq!(applied.code, 0, "{}", applied.text());
    let planned = plan(&project);
    assert_eq!(planned.code, 0, "{}", planned.text());
    assert_eq!(text(&project, "outputs"), "changes=true\nchanges=false\n");
    // Another CI system has no file for outputs.
    project.env("GITHUB_OUTPUT", "");
    let planned = plan(&project);
    assert_eq!(planned.code, 0, "{}", planned.text());
}

fn a_mistake_fails_the_step_and_is_in_the_comment(case: &Case) {
    let world = World::new(case);
    let project = project(case);
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let planned = plan(&project);
    assert_eq!(planned.code, 1, "{}", planned.text());
    assert_eq!(text(&project, "outputs"), "");
    let comment = comment(&project);
    assert!(comment.contains("Error: API Not Found"), "{comment}");
    assert!(planned.stdout.contains("Error: API Not Found"), "{}", planned.text());
}

fn a_comment_of_a_long_plan_shows_its_end(case: &Case) {
    let project = project(case);
    let lines: String = (0..5000).map(|number| format!("line {number} of a long plan\n")).collect();
    project.file("plan.txt", &(lines + "Plan: 5000 to add.\n"));
    let comment = comment(&project);
    assert!(comment.len() < 65_536 && comment.len() > 50_000, "{}", comment.len());
    assert!(comment.contains("\n…\nline "), "it begins with a whole line");
    assert!(comment.ends_with("Plan: 5000 to add.\n````\n"), "it ends with the end");
}

fn a_comment_is_written_anew_and_those_of_others_are_left(case: &Case) {
    let project = project(case);
    project.file("plan.txt", "Plan: 1 to add.\n");
    let asked =
        "api --silent --method PATCH repos/{owner}/{repo}/issues/comments/13 --field body=@comment.md\n";
    let comment = commented(&project, &format!("{OF_OTHERS}{WRITTEN_ANEW}"), asked);
    assert!(comment.contains("Plan: 1 to add.\n"), "{comment}");
}
