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

const SHIFT: &str = "To shift keys from mapping to mapping in one apply, use `for_each` with stable keys in place of \
     `count`, or one apigatewayv2_api_mappings for the domain. Mappings that are to exchange their keys can exchange \
     their APIs and stages instead.";
const REPLACED: &str = "If this resource is being replaced, remove create_before_destroy: the old mapping must be deleted \
     first.";
const FOREIGN: &str = "If this configuration does not manage that mapping, the finding key_taken of plan says so, and how to \
     import it.";

/// The error for a write that `holder` stood in the way of.
pub(crate) fn key_is_held(
    session: &RegionalSession,
    run: &Run,
    domain: &DomainName,
    holder: &Mapping,
    said: &CallError,
) -> Diagnostic {
    let made = match session.gateway.writes_done(domain) {
        0 => "no change".to_owned(),
        1 => "1 change".to_owned(),
        done => format!("{done} changes"),
    };
    let managed = if run.manages(&holder.id) {
        "This configuration manages that mapping, and this run has not changed it yet"
    } else {
        "That may be a mapping of this configuration which this run has not changed yet"
    };
    let replaced =
        if said.action == Action::CreateApiMapping { format!(" {REPLACED}") } else { String::new() };
    let foreign = if run.manages(&holder.id) { String::new() } else { format!(" {FOREIGN}") };
    let detail = format!(
        "{} {managed}: it has made {made} on {domain} so far. Apply again, and the next run goes on from there. \
         {SHIFT}{replaced}{foreign} API Gateway said: {}",
        held_by(domain, holder),
        said.failure
    );
    about(AttributePath::new("api_mapping_key"), "API Mapping Key Already Taken", detail)
}
