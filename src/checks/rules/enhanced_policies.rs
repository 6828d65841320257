//! Enhanced security policies, whose names start with `SecurityPolicy_`: which APIs a
//! domain with one takes, and what a REST API with one keeps from its domain
//! (documentation, apigateway-custom-domain-tls-version).

use crate::checks::facts::{Facts, MappingFacts, Others};
use crate::checks::finding::Finding;
use crate::checks::planned_mapping::PlannedMapping;
use crate::checks::subject::Subject;
use crate::findings::FindingName;
use crate::gateway::Protocol;
use crate::names::{ApiId, MappingKey};

/// The API that a plan brings to its domain, and its kind.
fn brought(planned: &PlannedMapping) -> Option<(&ApiId, Protocol)> {
    let changes = planned.changed.api || planned.changed.domain;
    planned.api_id.as_ref().filter(|_| changes).zip(planned.protocol)
}

/// An HTTP API cannot be mapped to a domain with an enhanced policy. For WebSocket APIs
/// only `TLS_1_2` is documented.
pub(super) fn of_the_domain(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (name, domain) = (facts.domain.as_ref()?, facts.domain_facts.known()?.as_ref()?);
    let policy = domain.enhanced_policy.as_ref()?;
    let (api, kind) = brought(&mapping.planned)?;
    let (finding, why) = match kind {
        Protocol::Http => {
            let why = "an HTTP API cannot be mapped to a domain name with such a policy.";
            (FindingName::EnhancedPolicyHttpApi, why)
        }
        Protocol::WebSocket => {
            let why = "TLS_1_2 is the only policy that is documented for WebSocket APIs, so apply may fail.";
            (FindingName::EnhancedPolicyWebsocket, why)
        }
        Protocol::Rest | Protocol::Other => return None,
    };
    let detail = format!(
        "The custom domain name {name} has the enhanced security policy {policy}. Set its security policy to TLS_1_2, \
         or map the {kind} API \"{api}\" on another domain name: {why}"
    );
    let found = Finding::new(finding, "domain_name", Subject::ApiOn(name.clone(), api.clone()), detail);
    Some(found.unless("If an earlier step of this run changes the policy"))
}

/// Beside a mapping with several levels to a REST API with an enhanced policy, an HTTP API
/// cannot be mapped. What happens in the other order is not documented, and either mapping
/// may change in the same run.
pub(super) fn of_a_rest_api(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let domain = facts.domain.as_ref()?;
    let planned = &mapping.planned;
    let (api, kind) = brought(planned)?;
    let is_strict = |api: &str, key: &MappingKey| {
        key.has_levels() && facts.apis.get(api).is_some_and(|api| api.enhanced_policy)
    };
    let is_http = |api: &str| facts.apis.get(api).is_some_and(|api| api.protocol == Protocol::Http);
    let own_is_strict = planned.key.as_ref().is_some_and(|key| is_strict(api.as_str(), key));
    let clashes = |api: &str, key: &MappingKey| {
        (kind == Protocol::Http && is_strict(api, key)) || (own_is_strict && is_http(api))
    };
    let there = facts.others.known().into_iter().flat_map(Others::iter);
    let there =
        there.filter(|other| !facts.may_leave(other)).map(|other| (other.api_id.as_str(), &other.key));
    let earlier = facts.planned_earlier(mapping);
    let earlier = earlier.filter_map(|plan| Some((plan.api_id.as_ref()?.as_str(), plan.key.as_ref()?)));
    let (other, key) = there.chain(earlier).find(|(api, key)| clashes(api, key))?;
    let detail = format!(
        "The {kind} API \"{api}\" is to share {domain} with API \"{other}\" at {}, and apply may fail. Give one of the two \
         another domain name, or the REST API the security policy TLS_1_2: API Gateway takes no HTTP API beside a key \
         of several levels for a REST API with an enhanced security policy.",
        key.described()
    );
    let subject = Subject::ApiOn(domain.clone(), api.clone());
    Some(Finding::new(FindingName::HttpApiBesideStrictRestApi, "api_id", subject, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::planned_mapping::ChangedFields;
    use crate::checks::rules::findings;
    use crate::checks::testing::{API, mapping, new, only, orders, planning, regional, there};
    use crate::findings::Severity;
    use crate::gateway::{ApiFacts, DomainFacts};

    const REST: &str = "r35t4p1";

    fn on_strict_domain(kind: Protocol) -> Facts {
        let enhanced_policy = Some("SecurityPolicy_TLS13_1_3_2025_09".to_owned());
        let domain = DomainFacts { enhanced_policy, ..regional() };
        let mappings = vec![new(API, "orders", kind)];
        Facts { domain_facts: Answer::Known(Some(domain)), mappings, ..orders() }
    }

    #[test]
    fn a_domain_with_an_enhanced_policy_takes_rest_apis() {
        for kind in [Protocol::Rest, Protocol::Other] {
            assert_eq!(findings(&on_strict_domain(kind)), []);
        }
    }

    #[test]
    fn an_http_api_on_such_a_domain_is_an_error_and_a_websocket_api_a_warning() {
        let cases = [
            (
                Protocol::Http,
                (Severity::Error, "domain_name", "Security Policy Too Strict for HTTP APIs"),
                "an HTTP API cannot be mapped",
            ),
            (
                Protocol::WebSocket,
                (Severity::Warning, "domain_name", "Security Policy May Be Too Strict for WebSocket APIs"),
                "the only policy that is documented for WebSocket APIs",
            ),
        ];
        for (kind, expected, why) in cases {
            let (severity, attribute, summary, detail) = only(findings(&on_strict_domain(kind)));
            assert_eq!((severity, attribute, summary), expected);
            assert!(detail.contains(why) && detail.contains("SecurityPolicy_TLS13_1_3_2025_09"), "{detail}");
        }
    }

    #[test]
    fn the_policy_matters_when_only_the_api_changes_and_not_when_the_key_does() {
        let changing = |api, key| {
            findings(&planning(&on_strict_domain(Protocol::Http), |plan| {
                plan.changed = ChangedFields { api, key, ..ChangedFields::NONE };
            }))
        };
        assert_eq!(changing(true, false).len(), 1);
        assert_eq!(changing(false, true), []);
    }

    /// A mapping of an API of this kind beside another one.
    fn beside(kind: Protocol, at: &str, other: Protocol, other_at: &str) -> Vec<Finding> {
        let facts = |kind| ApiFacts { enhanced_policy: kind == Protocol::Rest, ..ApiFacts::of(kind) };
        let apis = [(API.to_owned(), facts(kind)), (REST.to_owned(), facts(other))];
        let others = there(vec![mapping("m1", other_at, REST), mapping("m2", "a/b", "another1")]);
        findings(&Facts { mappings: vec![new(API, at, kind)], others, apis: apis.into(), ..orders() })
    }

    #[test]
    fn http_apis_and_strict_rest_apis_with_several_levels_meet_with_a_warning() {
        for found in [
            beside(Protocol::Http, "orders", Protocol::Rest, "rest/v1"),
            beside(Protocol::Rest, "orders/v1", Protocol::Http, "shop"),
        ] {
            let (severity, attribute, summary, detail) = only(found);
            let expected = "HTTP API Beside a REST API With an Enhanced Security Policy";
            assert_eq!((severity, attribute, summary), (Severity::Warning, "api_id", expected));
            assert!(detail.contains("\"r35t4p1\" at key"), "{detail}");
        }
    }

    #[test]
    fn one_level_and_rest_apis_among_themselves_are_fine() {
        assert_eq!(beside(Protocol::Http, "orders", Protocol::Rest, "rest"), []);
        assert_eq!(beside(Protocol::Rest, "orders", Protocol::Http, "shop"), []);
        assert_eq!(beside(Protocol::Rest, "orders/v1", Protocol::Rest, "rest/v1"), []);
    }
}
