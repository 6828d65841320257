//! Look-ups that failed. The plan goes on without the checks that need them.

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::Finding;
use crate::checks::subject::Subject;
use crate::diagnostic::{CHECK_CREDENTIALS, OPT_IN, RENEW_SESSION};
use crate::findings::FindingName::{self, LookupDenied, LookupFailed, SessionExpired};
use crate::gateway::{Action, CallError, Failure, RefusalKind};

/// Those about the domain, with the attribute that each is made for.
pub(super) fn of_domain(facts: &Facts) -> Vec<Finding> {
    // A domain that cannot hold mappings cannot be listed either, and is reported as such.
    let domain = facts.domain_facts.known().and_then(Option::as_ref);
    let can_be_listed = !domain.is_some_and(|domain| domain.edge || domain.tls_1_0);
    let failures = [
        ("domain_name", facts.domain_facts.failure()),
        ("domain_name", facts.has_rules.failure()),
        ("api_mapping_key", facts.others.failure().filter(|_| can_be_listed)),
        ("api_id", facts.kind_of_others.failure()),
    ];
    failures
        .into_iter()
        .filter_map(|(attribute, failure)| Some(skipped(facts, attribute, failure?)))
        .collect()
}

/// The look-up of an API, or else of its stage.
pub(super) fn of_mapping(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    if let Some(failure) = mapping.api.failure() {
        return Some(skipped(facts, "api_id", failure));
    }
    Some(skipped(facts, "stage", mapping.has_stage.failure()?))
}

/// That the domain of a new table could not be listed, which apply does once more.
pub(in crate::checks) fn of_new_table(place: &str, error: &CallError) -> Finding {
    let denied = " Apply needs the permission in any case.";
    skipped_in(place, "domain_name", error, denied)
}

/// Which finding it is that a look-up was not answered.
fn name(error: &CallError) -> FindingName {
    match error.refusal() {
        Some(RefusalKind::SessionExpired) => SessionExpired,
        Some(RefusalKind::Denied | RefusalKind::CredentialsNotAccepted | RefusalKind::NotOptedIn) => {
            LookupDenied
        }
        _ => LookupFailed,
    }
}

/// Each call is reported once, whatever it was made for, and so is what keeps all of them from
/// being answered.
fn skipped(facts: &Facts, attribute: &'static str, error: &CallError) -> Finding {
    let one_by_one = match error.action {
        Action::GetApiMappings => {
            " Without the permission, each mapping is also read by a call of its own, which takes longer."
        }
        _ => "",
    };
    skipped_in(&facts.place, attribute, error, one_by_one)
}

/// The same in an account and region; `denied` is what it means that a permission lacks.
fn skipped_in(place: &str, attribute: &'static str, error: &CallError, denied: &str) -> Finding {
    let (name, action) = (name(error), error.action);
    let (found, next) = found_and_next(error);
    let denied = if name == LookupDenied { denied } else { "" };
    let source = if error.refusal().is_some() { "API Gateway said" } else { "The cause" };
    let detail = format!(
        "The plan is not fully checked in {place}: {found}. {next}.{denied} {source}: {}",
        error.failure
    );
    match shared_cause(error) {
        _ if name == SessionExpired => Finding::new(name, attribute, Subject::Credentials, detail),
        Some(cause) => Finding::new(name, attribute, Subject::LookUps, detail).once_for(cause),
        None => Finding::new(name, attribute, Subject::LookUp, detail).once_for(action),
    }
}

/// What keeps every look-up from being answered, whichever it is.
fn shared_cause(error: &CallError) -> Option<&'static str> {
    match &error.failure {
        Failure::Refused { kind, .. } => match kind {
            RefusalKind::CredentialsNotAccepted => Some("not accepted"),
            RefusalKind::NotOptedIn => Some("not opted in"),
            RefusalKind::Throttled => Some("throttled"),
            _ => None,
        },
        Failure::NotApiGateway { .. } => Some("not API Gateway"),
        Failure::UntrustedCertificate(_) => Some("untrusted"),
        Failure::NoSuchHost(_) => Some("no host"),
        Failure::NoConnection(_) => Some("no connection"),
        Failure::NotSent(_) => Some("not sent"),
        _ => None,
    }
}

/// What happened to a look-up, and what to do.
fn found_and_next(error: &CallError) -> (String, String) {
    let action = error.action;
    match error.refusal() {
        Some(RefusalKind::SessionExpired) => {
            ("the session of the credentials has expired".to_owned(), RENEW_SESSION.to_owned())
        }
        Some(RefusalKind::CredentialsNotAccepted) => {
            ("AWS does not accept the credentials".to_owned(), CHECK_CREDENTIALS.to_owned())
        }
        Some(RefusalKind::NotOptedIn) => ("the account has not opted in".to_owned(), OPT_IN.to_owned()),
        Some(RefusalKind::QuotaReached) => (
            format!("{action} was refused because a quota is used up"),
            "Delete what is no longer needed, or have the quota raised".to_owned(),
        ),
        Some(RefusalKind::Denied) => (
            format!("the credentials lack permission for {action}"),
            format!("Add {} to their policy", action.permission()),
        ),
        Some(RefusalKind::Throttled) => {
            (format!("{action} was throttled"), "Run again when other tools are done".to_owned())
        }
        _ => match &error.failure {
            Failure::NotApiGateway { .. } | Failure::UnexpectedAnswer(_) | Failure::EndlessListing => (
                format!("{action} got an answer that does not come from API Gateway"),
                "Check the endpoint, and whether a proxy answers in its place".to_owned(),
            ),
            Failure::UntrustedCertificate(_) => (
                "the certificate of what answers is not trusted".to_owned(),
                "Set custom_ca_bundle in the provider block, if a proxy opens the connections".to_owned(),
            ),
            Failure::NoSuchHost(_) => (
                "the host of API Gateway was not found".to_owned(),
                "Check the provider's region, its endpoint, and the network".to_owned(),
            ),
            _ => (format!("{action} failed"), "Run again".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::rules::findings;
    use crate::checks::testing::{only, orders, refused, regional, with};
    use crate::findings::Severity;
    use crate::gateway::{Action, DomainFacts, Failure};

    fn denied<T>(action: Action) -> Answer<T> {
        Answer::Failed(refused(action, RefusalKind::Denied))
    }

    #[test]
    fn a_denied_look_up_names_the_permission() {
        let error = refused(Action::GetDomainName, RefusalKind::Denied);
        let facts = Facts { domain_facts: Answer::Failed(error), ..orders() };
        let (severity, attribute, summary, detail) = only(findings(&facts));
        let expected = (Severity::Warning, "domain_name", "Plan Check Not Permitted");
        assert_eq!((severity, attribute, summary), expected);
        assert_eq!(
            detail,
            "The plan is not fully checked in account 123456789012, region eu-west-1: the credentials lack permission \
             for GetDomainName. Add apigateway:GET on /domainnames/* to their policy. API Gateway said: the service's own words"
        );
    }

    #[test]
    fn an_expired_session_is_an_error_of_the_plan_and_says_nothing_of_policies() {
        let error = refused(Action::GetApi, RefusalKind::SessionExpired);
        let facts = with(&orders(), |mapping| mapping.api = Answer::Failed(error.clone()));
        let (severity, _, _, detail) = only(findings(&facts));
        assert_eq!(severity, Severity::Error);
        assert!(detail.contains("has expired. Renew it") && !detail.contains("polic"), "{detail}");
    }

    #[test]
    fn each_call_is_reported_on_the_attribute_that_it_is_made_for() {
        let facts = Facts {
            domain_facts: denied(Action::GetDomainName),
            has_rules: denied(Action::ListRoutingRules),
            others: denied(Action::GetApiMappings),
            kind_of_others: denied(Action::GetRestApi),
            ..orders()
        };
        let facts = with(&facts, |mapping| mapping.api = denied(Action::GetApi));
        let found = findings(&facts);
        let attributes: Vec<_> = found.iter().map(|finding| finding.attribute).collect();
        let (domain, key, api) = ("domain_name", "api_mapping_key", "api_id");
        assert_eq!(attributes, [domain, domain, key, api, api]);
        let causes: std::collections::HashSet<_> = found.iter().map(|finding| &finding.cause).collect();
        assert_eq!(causes.len(), 5);
        // Other mappings may need the call for another API or domain name: how many is not known.
        assert!(found.iter().all(|finding| finding.subject == Subject::LookUp));
        assert!(found[0].detail.contains("the credentials lack permission for GetDomainName. Add "));
    }

    #[test]
    fn what_keeps_all_look_ups_from_being_answered_is_one_cause() {
        for (kind, name) in [
            (RefusalKind::SessionExpired, SessionExpired),
            (RefusalKind::CredentialsNotAccepted, LookupDenied),
            (RefusalKind::NotOptedIn, LookupDenied),
            (RefusalKind::Throttled, LookupFailed),
        ] {
            let domain_facts = Answer::Failed(refused(Action::GetDomainName, kind));
            let others = Answer::Failed(refused(Action::GetApiMappings, kind));
            let found = findings(&Facts { domain_facts, others, ..orders() });
            let [one, other] = &found[..] else { panic!("two findings, not {found:#?}") };
            assert_eq!((one.name, &one.cause), (name, &other.cause));
            let is_of_region = kind != RefusalKind::SessionExpired;
            assert_eq!((one.subject.is_of_region(), &one.subject), (is_of_region, &other.subject));
        }
    }

    #[test]
    fn a_stage_is_reported_unless_its_api_is() {
        let facts = with(&orders(), |mapping| mapping.has_stage = denied(Action::GetStage));
        let (_, attribute, summary, _) = only(findings(&facts));
        assert_eq!((attribute, summary), ("stage", "Plan Check Not Permitted"));
        let facts = with(&facts, |mapping| mapping.api = denied(Action::GetApi));
        assert_eq!(only(findings(&facts)).1, "api_id");
    }

    #[test]
    fn the_same_call_for_two_things_is_one_cause() {
        let domain_facts = denied(Action::GetDomainName);
        let facts = Facts { domain_facts, has_rules: denied(Action::GetDomainName), ..orders() };
        let [one, other] = &findings(&facts)[..] else { panic!("two findings") };
        assert_eq!(one.cause, other.cause);
    }

    #[test]
    fn what_was_not_the_service_is_not_said_by_it() {
        let error = CallError { action: Action::GetApiMappings, failure: Failure::NoAnswer };
        let (.., detail) = only(findings(&Facts { others: Answer::Failed(error), ..orders() }));
        assert!(detail.contains(": GetApiMappings failed. Run again. The cause"), "{detail}");
        assert!(detail.ends_with("The cause: no answer in time"), "{detail}");
    }

    #[test]
    fn a_domain_that_cannot_hold_mappings_need_not_list_them() {
        let others = || Answer::Failed(refused(Action::GetApiMappings, RefusalKind::BadRequest));
        let on = |domain| {
            of_domain(&Facts { others: others(), domain_facts: Answer::Known(Some(domain)), ..orders() })
        };
        assert_eq!(on(regional()).len(), 1);
        assert_eq!(on(DomainFacts { edge: true, ..regional() }), []);
        assert_eq!(on(DomainFacts { tls_1_0: true, ..regional() }), []);
    }
}
