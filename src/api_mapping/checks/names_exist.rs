//! The API, the stage and the domain must exist before they are mapped
//! (documentation).

use super::facts::Facts;
use super::finding::Finding;

/// API ids are given out by the service, so one that is written down and that the
/// account does not know will not come to be.
pub(super) fn api(facts: &Facts) -> Vec<Finding> {
    let (Some(api), Some(None)) = (&facts.api_id, facts.protocol.known()) else { return Vec::new() };
    let detail = format!(
        "There is no API with the id \"{api}\" in {}: no WebSocket or HTTP API, and no REST API. API Gateway \
         gives ids out itself, so none that this run creates will have it. Check the id and the provider's \
         region and credentials; the API and the domain name must be in the same account.",
        facts.place
    );
    vec![Finding::error("api_id", "API Not Found", detail)]
}

/// A stage has a name of the user's choice, which this run may be about to create.
pub(super) fn stage(facts: &Facts) -> Vec<Finding> {
    let (Some(api), Some(stage), Some(false)) = (&facts.api_id, &facts.stage, facts.has_stage.known()) else {
        return Vec::new();
    };
    let detail = format!(
        "API \"{api}\" has no stage \"{stage}\" at this moment. If this run creates it, let `stage` refer to \
         its resource, so that Terraform creates the stage before the mapping; otherwise apply will fail with \
         \"Invalid stage identifier specified\"."
    );
    vec![Finding::warning("stage", "Stage Does Not Exist Yet", detail).once_for(format!("{api} {stage}"))]
}

/// A domain has a name of the user's choice, which this run may be about to create.
pub(super) fn domain(facts: &Facts) -> Vec<Finding> {
    let (Some(domain), Some(None)) = (&facts.domain, facts.domain_facts.known()) else { return Vec::new() };
    let detail = format!(
        "There is no custom domain name {domain} in {} at this moment. If this run creates it, let \
         `domain_name` refer to its resource, so that Terraform creates it before the mapping; otherwise \
         check the name and the provider's region and credentials, or apply will fail.",
        facts.place
    );
    vec![Finding::warning("domain_name", "Domain Name Does Not Exist Yet", detail).once_for(domain)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::Lookup;
    use crate::api_mapping::checks::facts::testing::{only, orders};
    use crate::api_mapping::checks::finding::Severity;

    #[test]
    fn what_exists_is_passed_in_silence() {
        for rule in [api, stage, domain] {
            assert!(rule(&orders()).is_empty());
        }
    }

    #[test]
    fn what_was_not_looked_up_is_passed_in_silence() {
        let facts = Facts {
            protocol: Lookup::NotAsked,
            has_stage: Lookup::NotAsked,
            domain_facts: Lookup::NotAsked,
            ..orders()
        };
        for rule in [api, stage, domain] {
            assert!(rule(&facts).is_empty());
        }
    }

    #[test]
    fn an_api_that_nobody_knows_will_not_come_to_be() {
        let (severity, attribute, summary, detail) =
            only(api(&Facts { protocol: Lookup::Known(None), ..orders() }));
        assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", "API Not Found"));
        assert!(detail.contains("\"a1b2c3d4\" in account 123456789012, region eu-west-1:"), "{detail}");
        assert!(detail.ends_with("the API and the domain name must be in the same account."), "{detail}");
    }

    #[test]
    fn a_stage_that_is_missing_may_still_come() {
        let (severity, attribute, summary, detail) =
            only(stage(&Facts { has_stage: Lookup::Known(false), ..orders() }));
        assert_eq!((severity, attribute, summary), (Severity::Warning, "stage", "Stage Does Not Exist Yet"));
        assert!(
            detail.starts_with("API \"a1b2c3d4\" has no stage \"production\" at this moment."),
            "{detail}"
        );
    }

    #[test]
    fn a_domain_that_is_missing_may_still_come() {
        let (severity, attribute, summary, detail) =
            only(domain(&Facts { domain_facts: Lookup::Known(None), ..orders() }));
        let expected = (Severity::Warning, "domain_name", "Domain Name Does Not Exist Yet");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.starts_with("There is no custom domain name api.example.com in account"), "{detail}");
    }

    #[test]
    fn a_missing_stage_or_domain_is_told_once() {
        let facts = Facts { has_stage: Lookup::Known(false), domain_facts: Lookup::Known(None), ..orders() };
        assert!(stage(&facts).iter().chain(&domain(&facts)).all(|finding| finding.once.is_some()));
    }
}
