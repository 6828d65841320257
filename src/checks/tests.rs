//! The checks as a whole, against an endpoint on this machine.

use super::testing::{API, plan};
use super::{Checked, Finding, Phase, PlannedMapping, Run, Runs, Severity, check};
use crate::gateway::Protocol;
use crate::gateway::tests::account::{Account, domain};
use crate::names::StageName;
use crate::provider::{PlanChecks, Session};

/// Two new mappings: one to an API that does not exist, one to one that does.
fn planned() -> Vec<PlannedMapping> {
    let planned = |key, api| PlannedMapping {
        stage: StageName::parse("test").ok(),
        protocol: None,
        ..(*plan(None, key, api, Protocol::Http)).clone()
    };
    vec![planned("orders", "m1551n9"), planned("shop", API)]
}

async fn checked(session: &Session, run: &Run) -> Checked {
    check(session, run, Phase::Shown, Some(domain("api.example.com")), planned()).await
}

fn said(findings: &[Finding]) -> Vec<(Severity, &'static str)> {
    findings.iter().map(|finding| (finding.severity, finding.summary)).collect()
}

#[tokio::test]
async fn what_the_service_would_refuse_is_found_once_a_run() {
    let account = Account::new();
    let session = Session::of(account.gateway(0), PlanChecks::Error);
    let run = Runs::default().start();
    let first = checked(&session, &run).await;
    assert_eq!(said(&first.findings), [(Severity::Error, "API Not Found")]);
    assert!(first.findings[0].detail.contains("account 123456789012, region eu-west-1"));
    assert_eq!(first.protocols, [None, Some(Protocol::WebSocket)]);
    // The same plans once more are two for one key.
    let twice = (Severity::Error, "API Mapping Key Planned Twice");
    assert_eq!(said(&checked(&session, &run).await.findings), [twice; 2]);
    let next = checked(&session, &Runs::default().start()).await;
    assert_eq!(said(&next.findings), said(&first.findings));
}

#[tokio::test]
async fn a_mode_decides_what_becomes_of_a_finding() {
    let account = Account::new();
    let run = || Runs::default().start();
    let warned = checked(&Session::of(account.gateway(0), PlanChecks::Warn), &run()).await;
    assert_eq!(said(&warned.findings), [(Severity::Warning, "API Not Found")]);
    let calls = account.aws.calls().len();
    let off = checked(&Session::of(account.gateway(0), PlanChecks::Off), &run()).await;
    assert_eq!((off.findings.len(), off.protocols), (0, vec![None; 2]));
    assert_eq!(account.aws.calls().len(), calls, "nothing is looked up");
}

#[tokio::test]
async fn what_is_not_going_to_be_created_is_no_error() {
    let account = Account::new();
    let session = Session::of(account.gateway(0), PlanChecks::Error);
    let run = Runs::default().start();
    let checked = check(&session, &run, Phase::Other, Some(domain("api.example.com")), planned()).await;
    assert_eq!(said(&checked.findings), [(Severity::Warning, "API Not Found")]);
}
