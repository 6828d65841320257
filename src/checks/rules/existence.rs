//! The API, the stage and the domain must exist before they are mapped
//! (documentation).

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::Finding;
use crate::checks::finding::Severity::{Error, Warning};
use crate::gateway::Protocol;

/// The service chooses the ids of APIs, so this run cannot create an API with an id
/// that is in the configuration.
pub(super) fn api(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (Some(api), Some(None)) = (&mapping.planned.api_id, mapping.api.known()) else { return None };
    let detail = format!(
        "There is no API with the id \"{api}\" in {}. Check the id, and the provider's region and credentials: the \
         API must be in the same account and region as the domain name. API Gateway chooses the ids of APIs, so \
         no step of this run can create one with this id. If it stands for an API that is yet to be created, as mock \
         outputs do, set plan_checks = \"warn\" in the provider block for this plan.",
        facts.place
    );
    Some(Finding::new(Error, "api_id", "API Not Found", api, detail))
}

/// The user chooses the names of stages, so this run may be about to create it.
pub(super) fn stage(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let (api, stage) = (planned.api_id.as_ref()?, planned.stage.as_ref()?);
    // An API that does not exist has no stages.
    if *mapping.has_stage.known()? || mapping.api.known().is_some_and(Option::is_none) {
        return None;
    }
    let if_created = match mapping.api.known() {
        // The `id` of an aws_api_gateway_stage is not its name.
        Some(Some(Protocol::Rest)) => {
            "If this run creates it, and `stage` refers to the `stage_name` of its resource, apply works, because \
             Terraform creates the stage first."
        }
        _ => {
            "If this run creates it, let `stage` refer to the `id` of its resource, which is not known before the \
             stage exists: Terraform then creates the stage first, and this warning goes away."
        }
    };
    let detail = format!(
        "API \"{api}\" has no stage \"{stage}\" now, and apply fails unless it has one by then. {if_created} \
         Otherwise correct the name."
    );
    let cause = format!("{api} {stage}");
    Some(Finding::new(Warning, "stage", "Stage Does Not Exist Yet", cause, detail))
}

/// The user chooses the names of domains, so this run may be about to create it.
pub(super) fn domain(facts: &Facts) -> Option<Finding> {
    let (Some(domain), Some(None)) = (&facts.domain, facts.domain_facts.known()) else { return None };
    let detail = format!(
        "There is no custom domain name {domain} in {} now, and apply fails unless there is one by then. If this \
         run creates it, let `domain_name` refer to the `id` of its resource, which is not known before the domain \
         name exists: Terraform then creates the domain name first, and this warning goes away. Otherwise check the name, and the provider's region and credentials.",
        facts.place
    );
    Some(Finding::new(Warning, "domain_name", "Domain Name Does Not Exist Yet", domain, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::finding::Severity;
    use crate::checks::testing::{only, orders, with};

    fn found(facts: &Facts) -> Vec<Finding> {
        crate::checks::rules::findings(facts)
    }

    #[test]
    fn what_was_not_looked_up_is_not_reported() {
        let facts = Facts { domain_facts: Answer::NotAsked, ..orders() };
        let facts = with(&facts, |mapping| {
            mapping.api = Answer::NotAsked;
            mapping.has_stage = Answer::NotAsked;
        });
        assert_eq!(found(&facts), []);
    }

    #[test]
    fn an_api_that_does_not_exist_is_an_error() {
        let facts = with(&orders(), |mapping| mapping.api = Answer::Known(None));
        let (severity, attribute, summary, detail) = only(found(&facts));
        assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", "API Not Found"));
        let place = "\"a1b2c3d4\" in account 123456789012, region eu-west-1.";
        assert!(detail.contains(place), "{detail}");
    }

    #[test]
    fn a_stage_of_an_api_that_does_not_exist_is_not_reported_as_well() {
        let facts = with(&orders(), |mapping| {
            mapping.api = Answer::Known(None);
            mapping.has_stage = Answer::Known(false);
        });
        assert_eq!(only(found(&facts)).2, "API Not Found");
    }

    #[test]
    fn a_missing_stage_is_a_warning() {
        let facts = with(&orders(), |mapping| mapping.has_stage = Answer::Known(false));
        let (severity, attribute, summary, detail) = only(found(&facts));
        let expected = (Severity::Warning, "stage", "Stage Does Not Exist Yet");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.starts_with("API \"a1b2c3d4\" has no stage \"production\" now"), "{detail}");
        // Whether or not the API itself could be looked up.
        let facts = with(&facts, |mapping| mapping.api = Answer::NotAsked);
        assert_eq!(only(found(&facts)).2, summary);
    }

    #[test]
    fn a_missing_domain_is_a_warning() {
        let facts = Facts { domain_facts: Answer::Known(None), ..orders() };
        let (severity, attribute, summary, detail) = only(found(&facts));
        let expected = (Severity::Warning, "domain_name", "Domain Name Does Not Exist Yet");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.starts_with("There is no custom domain name api.example.com in account"), "{detail}");
    }

    #[test]
    fn each_api_stage_and_domain_is_a_cause_of_its_own() {
        let missing = with(&orders(), |mapping| mapping.has_stage = Answer::Known(false));
        assert_eq!(found(&missing)[0].cause, "Stage Does Not Exist Yet: a1b2c3d4 production");
        let missing = with(&orders(), |mapping| mapping.api = Answer::Known(None));
        assert_eq!(found(&missing)[0].cause, "API Not Found: a1b2c3d4");
        let missing = Facts { domain_facts: Answer::Known(None), ..orders() };
        assert_eq!(found(&missing)[0].cause, "Domain Name Does Not Exist Yet: api.example.com");
    }
}
