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
