//! The API, the stage and the domain must exist before they are mapped
//! (documentation).

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::Finding;
use crate::checks::planned_mapping::PlannedMapping;
use crate::checks::subject::Subject;
use crate::findings::FindingName;
use crate::gateway::{ApiFacts, Protocol};
use crate::names::StageName;

/// The service chooses the ids of APIs, so this run cannot create an API with an id
/// that is in the configuration.
pub(super) fn api(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (Some(api), Some(None)) = (&mapping.planned.api_id, mapping.api.known()) else { return None };
    let detail = format!(
        "There is no API with the id \"{api}\" in {}. Check the id, the region and the provider's credentials: the \
         API must be in the same account and region as the domain name. API Gateway chooses the ids of APIs, so \
         no step of this run can create one with this id.",
        facts.place
    );
    let finding = Finding::new(FindingName::ApiMissing, "api_id", Subject::Api(api.clone()), detail);
    Some(finding.unless("If it stands for an API that is yet to be created, as mock outputs do"))
}

/// The user chooses the names of stages, so this run may be about to create it.
pub(super) fn stage(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let (api, stage) = (planned.api_id.as_ref()?, planned.stage.as_ref()?);
    // An API that does not exist has no stages.
    let has_none = mapping.api.known().is_some_and(Option::is_none) || cannot_be(planned, stage);
    if *mapping.has_stage.known()? || has_none {
        return None;
    }
    let if_created = match mapping.api.known() {
        // The `id` of an aws_api_gateway_stage is not its name.
        Some(Some(ApiFacts { protocol: Protocol::Rest, .. })) => {
            "If this run creates it, let `stage` refer to the `stage_name` of its resource, so that the stage comes \
             first. The finding stays until there is a stage: where it is an error, create the stage in a run of its \
             own, such as one with -target, or make it a warning for this run."
        }
        _ => {
            "If this run creates it, let `stage` refer to the `id` of its resource, which is not known before the \
             stage exists: Terraform then creates the stage first, and this finding goes away."
        }
    };
    let detail = format!(
        "API \"{api}\" has no stage \"{stage}\" in {} now, and apply fails unless it has one by then. {if_created} \
         Otherwise correct the name.",
        facts.place
    );
    let subject = Subject::Stage(api.clone(), stage.clone());
    Some(Finding::new(FindingName::StageMissing, "stage", subject, detail))
}

/// A REST API cannot have a stage `$default`: the names of its stages are letters, digits
/// and `_` (recorded).
pub(super) fn default_stage_of_a_rest_api(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let (api, stage) = (planned.api_id.as_ref()?, planned.stage.as_ref()?);
    let changes = planned.changed.api || planned.changed.stage;
    (changes && cannot_be(planned, stage)).then(|| {
        let detail = format!(
            "API \"{api}\" is a REST API, and no REST API has a stage \"{stage}\". Give the name of one of its \
             stages: `stage_name` of its aws_api_gateway_stage."
        );
        let subject = Subject::Stage(api.clone(), stage.clone());
        Finding::new(FindingName::RestApiDefaultStage, "stage", subject, detail)
    })
}

fn cannot_be(planned: &PlannedMapping, stage: &StageName) -> bool {
    planned.protocol == Some(Protocol::Rest) && stage.is_default()
}

/// Custom domain names are not supported for private APIs (documentation), other than
/// private ones, which have no API mappings.
pub(super) fn private_api(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let api = planned.api_id.as_ref().filter(|_| planned.changed.api || planned.changed.domain)?;
    mapping.api.known()?.filter(|facts| facts.private)?;
    let detail = format!(
        "API \"{api}\" is a private REST API, so apply may fail: the documentation of API Gateway says \
         that public custom domain names do not support private APIs. Map it on a private custom domain name with \
         aws_api_gateway_base_path_mapping of hashicorp/aws and its domain_name_id."
    );
    Some(Finding::new(FindingName::PrivateApi, "api_id", Subject::Api(api.clone()), detail))
}

/// The user chooses the names of domains, so this run may be about to create it.
pub(super) fn domain(facts: &Facts) -> Option<Finding> {
    let (Some(domain), Some(None)) = (&facts.domain, facts.domain_facts.known()) else { return None };
    if !facts.enter_domain() {
        return None;
    }
    let detail = format!(
        "There is no custom domain name {domain} in {} now, and apply fails unless there is one by then. If this \
         run creates it, let `domain_name` refer to the `id` of its resource, which is not known before the domain \
         name exists: Terraform then creates the domain name first, and this finding goes away. Otherwise check the \
         name, the region and the provider's credentials. If it is a private custom domain name, map \
         the API with aws_api_gateway_base_path_mapping of hashicorp/aws: it takes no API mappings.",
        facts.place
    );
    Some(Finding::new(FindingName::DomainMissing, "domain_name", Subject::Domain(domain.clone()), detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::planned_mapping::ChangedFields;
    use crate::checks::testing::{API, new, only, orders, planning, with};
    use crate::findings::Severity;
    use crate::gateway::ApiFacts;

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
        assert!(detail.starts_with("API \"a1b2c3d4\" has no stage \"production\" in account "), "{detail}");
        // Whether or not the API itself could be looked up.
        let facts = with(&facts, |mapping| mapping.api = Answer::NotAsked);
        assert_eq!(only(found(&facts)).2, summary);
    }

    #[test]
    fn a_rest_api_cannot_have_the_default_stage() {
        let facts = |kind| {
            let facts = Facts { mappings: vec![new(API, "orders", kind)], ..orders() };
            planning(&facts, |plan| plan.stage = StageName::parse("$default").ok())
        };
        for kind in [Protocol::Http, Protocol::WebSocket, Protocol::Other] {
            assert_eq!(found(&facts(kind)), []);
        }
        // That there is no such stage now goes without saying.
        let rest = with(&facts(Protocol::Rest), |mapping| mapping.has_stage = Answer::Known(false));
        let (severity, attribute, summary, detail) = only(found(&rest));
        let expected = (Severity::Error, "stage", "REST API Without a Default Stage");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.contains("no REST API has a stage \"$default\""), "{detail}");
        let key =
            |plan: &mut PlannedMapping| plan.changed = ChangedFields { key: true, ..ChangedFields::NONE };
        assert_eq!(found(&planning(&facts(Protocol::Rest), key)), []);
    }

    #[test]
    fn a_private_api_on_a_public_domain_is_a_warning() {
        let private = |private| {
            let facts = Facts { mappings: vec![new(API, "orders", Protocol::Rest)], ..orders() };
            let api = ApiFacts { private, ..ApiFacts::of(Protocol::Rest) };
            with(&facts, |mapping| mapping.api = Answer::Known(Some(api)))
        };
        assert_eq!(found(&private(false)), []);
        let (severity, attribute, summary, detail) = only(found(&private(true)));
        let expected = (Severity::Warning, "api_id", "Private API on a Public Domain Name");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.contains("aws_api_gateway_base_path_mapping"), "{detail}");
        let key =
            |plan: &mut PlannedMapping| plan.changed = ChangedFields { key: true, ..ChangedFields::NONE };
        assert_eq!(found(&planning(&private(true), key)), []);
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
        assert_eq!(found(&missing)[0].cause, "stage_missing: a1b2c3d4 production");
        let missing = with(&orders(), |mapping| mapping.api = Answer::Known(None));
        assert_eq!(found(&missing)[0].cause, "api_missing: a1b2c3d4");
        let missing = Facts { domain_facts: Answer::Known(None), ..orders() };
        assert_eq!(found(&missing)[0].cause, "domain_missing: api.example.com");
    }
}
