//! One trial for the severities of each finding, and one for its ways out.

use apigatewayv2::findings::table::{Step, WayOut};
use apigatewayv2::findings::{FindingName, Severity};
use libtest_mimic::Trial;

use super::account::make_so;
use super::{name, of};
use crate::harness::endpoint::EndpointLane;
use crate::harness::{self, Case, Need, Needs, Project, Ready, Scenario, play};

/// What the trials need of an endpoint and of a Terraform.
const NEEDS: Needs = Needs::Endpoint(&[Need::OutOfBand]);

/// The trials of all findings.
pub(crate) fn trials(terraforms: &[Ready], endpoints: &[EndpointLane]) -> Vec<Trial> {
    let anything = Scenario::new("", NEEDS, |_| {});
    let mut trials = Vec::new();
    for ready in terraforms.iter().filter(|ready| ready.lane.runs(&anything)) {
        for endpoint in endpoints.iter().filter(|endpoint| endpoint.offers(NEEDS)) {
            for finding in FindingName::ALL.iter().copied() {
                for (sentence, run) in [
                    ("is_provoked_at_each_severity", at_each_severity as fn(&Case, FindingName)),
                    ("is_resolved_by_each_way_out", by_each_way_out),
                ] {
                    let (ready, endpoint) = (ready.clone(), endpoint.clone());
                    let lanes = format!("{}::{}", ready.lane.name, endpoint.name());
                    let name = format!("{finding}_{sentence}");
                    trials.push(Trial::test(format!("findings::{name}::{lanes}"), move || {
                        play(&name, &endpoint, ready, |case| run(case, finding));
                        Ok(())
                    }));
                }
            }
        }
    }
    trials
}

/// A project in which the next plan has the finding, at this level; empty for its default.
fn provoking(case: &Case, finding: FindingName, level: &str) -> Project {
    let example = &finding.documented().example;
    let project = case.bare_project();
    with_level(case, &project, finding, level);
    make_so(case, example.account);
    if !example.applied.is_empty() {
        project.main(example.applied);
        project.apply().succeeds();
    }
    make_so(case, example.then);
    project.main(example.planned);
    project
}

fn with_level(case: &Case, project: &Project, finding: FindingName, level: &str) {
    let findings = format!("findings = {{ {finding} = {level:?} }}");
    let findings = if level.is_empty() { "" } else { &findings };
    // A look-up that fails is not retried for long.
    project.provider(&case.provider_block(&format!("max_retries = 1\n  {findings}")));
}

fn at_each_severity(case: &Case, finding: FindingName) {
    let documented = finding.documented();
    let project = provoking(case, finding, "");
    let levels = [
        ("", Some(documented.severity)),
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("ignore", None),
    ];
    let mut others = None;
    for (level, severity) in levels {
        with_level(case, &project, finding, level);
        let planned = project.plan();
        planned.is_fit_to_read();
        let severity = severity.map(|severity| match severity {
            Severity::Error => harness::Severity::Error,
            Severity::Warning => harness::Severity::Warning,
        });
        let found = of(&planned, finding);
        let severities: Vec<_> = found.iter().map(|found| found.severity).collect();
        assert_eq!(severities, severity.into_iter().collect::<Vec<_>>(), "{level:?}: {}", planned.text);
        assert!(found.iter().all(|found| found.summary == documented.title), "{found:#?}");
        let fails = severity == Some(harness::Severity::Error);
        assert_eq!(planned.code == 1, fails, "{level:?}: {}", planned.text);
        // Whatever else is said is said at each level.
        let rest: Vec<_> = planned.diagnostics.iter().map(|found| name(found).expect("a finding")).collect();
        let mut rest: Vec<_> =
            rest.into_iter().filter(|name| *name != finding.name()).map(str::to_owned).collect();
        rest.sort_unstable();
        assert_eq!(*others.get_or_insert(rest.clone()), rest, "{level:?}: {}", planned.text);
    }
    let expected: &[&str] = match finding {
        // On the one of the two that is planned first.
        FindingName::KeysSwapped => &["key_may_be_taken"],
        FindingName::RoutingRulesRestAndHttp => &["routing_rules_first"],
        _ => &[],
    };
    assert_eq!(others.unwrap_or_default(), expected);
}

fn by_each_way_out(case: &Case, finding: FindingName) {
    for way_out in finding.documented().ways_out {
        case.aws.local().clear_faults();
        case.aws.local().world(|world| {
            for domain in ["api.example.com", "ws.example.com", "shop.example.com"] {
                world.remove_domain(domain);
            }
            for api in ["a1b2c3d4", "e5f6g7h8", "i9j0k1l2", "m3n4o5p6", "q7r8s9t0", "u1v2w3x4"] {
                world.remove_api(api);
            }
        });
        let project = provoking(case, finding, "error");
        assert_eq!(of(&project.plan().fails(), finding).len(), 1);
        follow(case, &project, finding, way_out);
        std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state");
    }
}

fn follow(case: &Case, project: &Project, finding: FindingName, way_out: &WayOut) {
    for step in way_out.steps {
        match step {
            Step::Account(facts) => make_so(case, facts),
            Step::Apply => {
                with_level(case, project, finding, "warning");
                let applied = project.apply().succeeds();
                assert_eq!(of(&applied, finding).len(), 1, "{}", applied.text);
                with_level(case, project, finding, "error");
            }
            Step::RefreshOnly => {
                let refreshed = project.apply_with(&["-refresh-only"]).succeeds();
                assert_eq!(refreshed.errors().len(), 0, "{}", refreshed.text);
            }
            Step::Write(hcl) => {
                project.main(hcl);
                let applied = project.apply().succeeds();
                assert_eq!(of(&applied, finding).len(), 0, "{}: {}", way_out.words, applied.text);
            }
        }
    }
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}: {}", way_out.words, applied.text);
    let state = project.state();
    assert!(!state.instances().is_empty() || !state.tables().is_empty(), "something is mapped");
    project.plan().plans_nothing();
}
