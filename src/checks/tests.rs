//! The checks as a whole, against an endpoint on this machine.

use std::sync::Arc;

use super::testing::{API, plan};
use super::{Checked, Phase, PlannedMapping, Reported, Run, Runs, check};
use crate::findings::{Choice, FindingName, PlanChecks, Severities, Severity};
use crate::gateway::Protocol;
use crate::gateway::tests::account::{Account, domain, region};
use crate::names::{MappingKey, StageName};
use crate::provider::{RegionalSession, Session};

/// Two new mappings: one to an API that does not exist, one to one that does.
fn planned() -> Vec<PlannedMapping> {
    let planned = |key, api| PlannedMapping {
        stage: StageName::parse("test").ok(),
        protocol: None,
        ..(*plan(None, key, api, Protocol::Http)).clone()
    };
    vec![planned("orders", "m1551n9"), planned("shop", API)]
}

/// A session with this account in eu-west-1.
fn session(account: &Account, severities: impl Into<Severities>) -> RegionalSession {
    let session = Arc::new(Session::of(account.settings(), severities.into()));
    session.in_region(&region("eu-west-1")).expect("a region of the partition")
}

async fn checked(session: &RegionalSession, run: &Run) -> Checked {
    check(session, run, Phase::Shown, Some(domain("api.example.com")), planned()).await
}

fn said(findings: &[Reported]) -> Vec<(Severity, FindingName)> {
    findings.iter().map(|reported| (reported.severity, reported.finding.name)).collect()
}

#[tokio::test]
async fn what_the_service_would_refuse_is_found_once_a_run() {
    let account = Account::new();
    let session = session(&account, PlanChecks::Error);
    let run = Runs::default().start();
    let first = checked(&session, &run).await;
    assert_eq!(said(&first.findings), [(Severity::Error, FindingName::ApiMissing)]);
    assert!(first.findings[0].finding.detail.contains("account 123456789012, region eu-west-1"));
    assert_eq!(first.protocols, [None, Some(Protocol::WebSocket)]);
    // The same plans once more are two for one key.
    let twice = (Severity::Error, FindingName::KeyPlannedTwice);
    assert_eq!(said(&checked(&session, &run).await.findings), [twice; 2]);
    let next = checked(&session, &Runs::default().start()).await;
    assert_eq!(said(&next.findings), said(&first.findings));
}

#[tokio::test]
async fn a_mode_decides_what_becomes_of_a_finding() {
    let account = Account::new();
    let run = || Runs::default().start();
    let warned = checked(&session(&account, PlanChecks::Warn), &run()).await;
    assert_eq!(said(&warned.findings), [(Severity::Warning, FindingName::ApiMissing)]);
    let calls = account.aws.calls().len();
    let off = checked(&session(&account, PlanChecks::Off), &run()).await;
    assert_eq!((off.findings.len(), off.protocols), (0, vec![None; 2]));
    assert_eq!(account.aws.calls().len(), calls, "nothing is looked up");
    let named = |name, level| Severities::new(PlanChecks::Off, [(name, level)].into());
    let comma = session(&account, named(FindingName::UndocumentedComma, Choice::Report(Severity::Error)));
    let with_comma = vec![PlannedMapping { key: MappingKey::parse("a,b").ok(), ..planned().remove(0) }];
    let domain = Some(domain("api.example.com"));
    let found = check(&comma, &run(), Phase::Shown, domain, with_comma).await;
    assert_eq!(said(&found.findings), [(Severity::Error, FindingName::UndocumentedComma)]);
    assert_eq!(account.aws.calls().len(), calls, "nothing is looked up for a text");
    let missing = session(&account, named(FindingName::ApiMissing, Choice::Report(Severity::Error)));
    let found = checked(&missing, &run()).await;
    assert_eq!(said(&found.findings), [(Severity::Error, FindingName::ApiMissing)]);
}

#[tokio::test]
async fn a_cause_is_reported_with_how_many_share_it() {
    let account = Account::new();
    let session = session(&account, PlanChecks::Error);
    let run = Runs::default().start();
    let missing = |key| PlannedMapping { key: MappingKey::parse(key).ok(), ..planned().remove(0) };
    let plans = vec![missing("a"), missing("b"), missing("c")];
    let found = check(&session, &run, Phase::Shown, Some(domain("api.example.com")), plans).await;
    assert_eq!(said(&found.findings), [(Severity::Error, FindingName::ApiMissing)]);
    assert_eq!(found.findings[0].shared_by, 3);
    // Those of another domain are told no more.
    let found =
        check(&session, &run, Phase::Shown, Some(domain("web.example.com")), vec![missing("a")]).await;
    assert!(found.findings.iter().all(|found| found.finding.name != FindingName::ApiMissing));
}

#[tokio::test]
async fn what_is_not_going_to_be_created_is_no_error() {
    let account = Account::new();
    let session = session(&account, PlanChecks::Error);
    let run = Runs::default().start();
    let checked = check(&session, &run, Phase::Other, Some(domain("api.example.com")), planned()).await;
    assert_eq!(said(&checked.findings), [(Severity::Warning, FindingName::ApiMissing)]);
}
