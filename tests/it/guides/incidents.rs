//! What the guides for an incident tell, done as they tell it with their examples.

use local_gateway::Operation;
use regex::Regex;

use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_sensitive_name_shows_in_what_is_computed_from_it),
    scenario!(the_debug_log_has_each_call_to_api_gateway_and_sts, needs: [CallLog]),
    scenario!(a_mapping_is_forgotten_and_stays_in_api_gateway, needs: [Removed]),
    scenario!(a_mapping_is_destroyed_by_the_commands_of_the_guide),
];

const SENSITIVE: &str = include_str!("../../../examples/sensitive-values/main.tf");
const COUNT: &str = include_str!("../../../examples/sensitive-values/count.sh");
const DEBUG_LOG: &str = include_str!("../../../examples/troubleshooting/debug-log.sh");
const REMOVED: &str = include_str!("../../../examples/removing/removed.tf");
const FORGET: &str = include_str!("../../../examples/removing/forget.sh");
const DESTROY: &str = include_str!("../../../examples/removing/destroy.sh");

/// A command of an example: the variables before `terraform`, and the words after it.
type Command<'a> = (Vec<(&'a str, &'a str)>, Vec<&'a str>);

fn commands(shell: &str) -> Vec<Command<'_>> {
    let lines = shell.lines().map(|line| line.split(" #").next().unwrap_or(line).trim());
    lines
        .map(|line| {
            let (before, after) = line.split_once("terraform ").expect("a command");
            let variables = before.split_whitespace().filter_map(|word| word.split_once('='));
            (variables.collect(), after.split_whitespace().collect())
        })
        .collect()
}

/// Terraform in Terraform's words, without questions.
fn run(project: &Project, words: &[&str], more: &[&str]) -> String {
    let finished = project.run(&[words, more].concat());
    assert_eq!(finished.code, 0, "{words:?}\n{}", finished.text());
    finished.text()
}

fn a_sensitive_name_shows_in_what_is_computed_from_it(case: &Case) {
    let world = World::new(case);
    let mut project = case.project();
    project.main(&SENSITIVE.replace("a1b2c3d4", &world.orders));
    project.env("TF_VAR_domain_name", DOMAIN).env("TF_VAR_key", "partner");
    let planned = run(&project, &["plan", "-no-color"], &["-input=false"]);
    for attribute in ["domain_name", "api_mapping_key"] {
        let line = Regex::new(&format!(r"\+ {attribute} += \(sensitive value\)")).expect("a pattern");
        assert!(line.is_match(&planned), "{planned}");
    }
    let url = Regex::new(r#"\+ url += "wss://api\.example\.com/partner""#).expect("a pattern");
    assert!(url.is_match(&planned), "{planned}");
    assert_eq!(counted(&project), "Plan: 1 to add, 0 to change, 0 to destroy.\n");
    project.apply().succeeds();
    assert_eq!(counted(&project), "Plan: no resource changes.\n");
    assert_eq!(run(&project, &["output", "-raw", "url"], &[]).trim(), "wss://api.example.com/partner");
    let shown = run(&project, &["output", "-no-color"], &[]);
    assert!(shown.contains("url = <sensitive>"), "{shown}");
}

/// What the guide posts in place of a plan.
fn counted(project: &Project) -> String {
    let script = COUNT.replacen("terraform", "\"$TERRAFORM\"", 1);
    project.file("count.sh", &script);
    let counted = project.shell("count.sh", &[]);
    assert_eq!(counted.code, 0, "{}", counted.text());
    assert!(!counted.stdout.contains("partner"), "{}", counted.stdout);
    counted.stdout
}

/// The log says as much as the guide promises, and each call is in it once.
fn the_debug_log_has_each_call_to_api_gateway_and_sts(case: &Case) {
    let world = World::new(case);
    let mut project = case.project();
    let [(variables, words)] = &commands(DEBUG_LOG)[..] else { panic!("one command in {DEBUG_LOG}") };
    for (name, value) in variables {
        project.env(name, value);
    }
    let (_, file) = variables.iter().find(|(name, _)| *name == "TF_LOG_PATH").expect("the log's file");
    project.main(&(world.orders_block().hcl() + &world.orders_block().named("second").key("second").hcl()));
    case.aws.forget_calls();
    run(&project, words, &["-auto-approve", "-input=false"]);
    let log = std::fs::read_to_string(project.folder().join(file)).expect("the log");
    let logged = |message: &str| log.lines().filter(|line| line.contains(message)).collect::<Vec<_>>();
    let (api_gateway, sts) = (logged("called API Gateway"), logged("called STS"));
    let calls = case.aws.local().calls();
    let of_api_gateway = calls.iter().filter(|call| call.operation.is_api_gateway()).count();
    assert_eq!((api_gateway.len(), sts.len()), (of_api_gateway, calls.len() - of_api_gateway), "{log}");
    for line in &api_gateway {
        for field in
            ["operation=", "attempt=", "method=", "resource=", "status=", "duration_ms=", "request_id="]
        {
            assert!(line.contains(field), "{field} is not in {line}");
        }
    }
    for line in &sts {
        for field in ["operation=", "duration=", "request_id="] {
            assert!(line.contains(field), "{field} is not in {line}");
        }
    }
    for kind in ["PlanResourceChange", "ApplyResourceChange"] {
        let answered = logged("Answered request").into_iter().filter(|line| line.contains(kind)).count();
        assert!(answered >= 2, "{kind}: {log}");
    }
    assert!(case.aws.local().count(Operation::CreateApiMapping) == 2);
}

fn a_mapping_is_forgotten_and_stays_in_api_gateway(case: &Case) {
    let world = World::new(case);
    let orders = world.orders_block();
    let project = case.project();
    project.main(&orders.hcl());
    project.apply().succeeds();
    project.main(REMOVED);
    case.aws.forget_calls();
    project.apply().succeeds();
    assert!(!project.state().text().contains(ORDERS));
    // The same by a command.
    let id = case.aws.mappings(DOMAIN)[0].api_mapping_id.clone();
    project.main(&orders.hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    for (_, words) in commands(FORGET) {
        run(&project, &words, &[]);
    }
    assert_eq!(run(&project, &["state", "list"], &[]).trim(), "");
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 1);
}

fn a_mapping_is_destroyed_by_the_commands_of_the_guide(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let [(_, plan), (_, destroy)] = &commands(DESTROY)[..] else { panic!("two commands in {DESTROY}") };
    let planned = run(&project, plan, &["-no-color", "-input=false"]);
    assert!(planned.contains("0 to add, 0 to change, 1 to destroy"), "{planned}");
    run(&project, destroy, &["-auto-approve"]);
    assert!(case.aws.mappings(DOMAIN).is_empty());
}
