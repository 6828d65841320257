//! The message for a write whose key another mapping holds.
//!
//! Terraform comes to its objects in an order of its own, so while it applies, what it manages
//! is not all known. The holder may be a mapping that the same run is about to change: an
//! import of it would give one mapping two addresses. So none is offered here. Plan knows more.

use tf_provider::{AttributePath, Diagnostic};

use crate::checks::{Run, held_by};
use crate::diagnostic::about;
use crate::gateway::{Action, CallError, Mapping};
use crate::names::DomainName;
use crate::provider::RegionalSession;

const SHIFT: &str = "One apply is enough with `for_each` and stable keys in place of `count`, or with one \
     apigatewayv2_api_mappings for the domain name. Mappings that are to exchange their keys can exchange their APIs and \
     stages instead.";
const REPLACED: &str = "If this resource is being replaced, remove create_before_destroy: the old mapping must be \
     deleted first. ";
const TO_CREATE: &str = "If the configuration does not manage that mapping, choose another key, or run plan: the \
     finding key_taken says how to import it.";
const TO_UPDATE: &str =
    "If the configuration does not manage that mapping, choose another key, or free that one first.";
const WRITTEN: &str = "This run has written that mapping itself, so two resources ask for the key. Choose another \
     key for one of them: a domain name has one mapping for each key.";

/// The error for a write that `holder` stood in the way of. The first one on a domain in a run
/// says all that may help.
pub(crate) fn key_is_held(
    session: &RegionalSession,
    run: &Run,
    domain: &DomainName,
    holder: &Mapping,
    said: &CallError,
) -> Diagnostic {
    let next = if session.gateway.has_given_key(domain, holder) {
        WRITTEN.to_owned()
    } else {
        let (replaced, foreign) = match said.action {
            Action::CreateApiMapping => (REPLACED, TO_CREATE),
            _ => ("", TO_UPDATE),
        };
        let is_first = run.reports_first(&format!("held keys of {domain} in {}", session.region()));
        let help = match is_first {
            true => format!("{SHIFT} {foreign}"),
            false => format!("What else helps is in the other error about a key of {domain}."),
        };
        format!("{replaced}{} {help}", how_far(session.gateway.writes_done(domain), domain))
    };
    let detail = format!("{} {next} API Gateway said: {}", held_by(domain, holder), said.failure);
    about(AttributePath::new("api_mapping_key"), "API Mapping Key Already Taken", detail)
}

fn how_far(made: usize, domain: &DomainName) -> String {
    let made = match made {
        0 => format!("This run has made no change on {domain} so far."),
        1 => format!("This run has made 1 change on {domain} so far, and the next one goes on from there."),
        _ => format!(
            "This run has made {made} changes on {domain} so far, and the next one goes on from there."
        ),
    };
    format!("If this configuration is to give that mapping another key, or to delete it, apply again. {made}")
}
