//! `terraform query`: listing what exists, as a stream.

use std::sync::Arc;

use super::call::Call;
use super::{Calls, tf};
use crate::diagnostics::{about, to_proto};
use crate::list::{AnyListed, Events, ListRequest};
use tf_provider::{Diagnostic, Diagnostics};

pub(super) async fn validate(
    calls: &Calls,
    request: tf::validate_list_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_list_resource_config::Response> {
    let listed = listed(calls, &request.type_name, found)?;
    let config = request.config.unwrap_or_default();
    listed.validate(&config, found).await?;
    Some(tf::validate_list_resource_config::Response::default())
}

/// Sends what there is; what was found besides comes last.
pub(super) async fn run(calls: Arc<Calls>, request: tf::list_resource::Request, events: Events) {
    let call = Call::received("ListResource", &request.type_name);
    let mut found = Diagnostics::default();
    let outcome = call.run(list(&calls, request, &events, &mut found)).await;
    call.end(outcome, &mut found);
    let diagnostic = to_proto(found);
    if !diagnostic.is_empty() {
        let last = tf::list_resource::Event { diagnostic, ..Default::default() };
        // A caller that has left has no use for it.
        let _ = events.send(Ok(last)).await;
    }
}

async fn list(
    calls: &Calls,
    request: tf::list_resource::Request,
    events: &Events,
    found: &mut Diagnostics,
) -> Option<()> {
    let listed = listed(calls, &request.type_name, found)?;
    let request = ListRequest {
        config: request.config.unwrap_or_default(),
        wants_state: request.include_resource_object,
        limit: request.limit,
    };
    listed.list(request, events, found).await
}

fn listed(calls: &Calls, name: &str, found: &mut Diagnostics) -> Option<Arc<dyn AnyListed>> {
    let listed = calls.entry(name, found)?.listed.clone();
    if listed.is_none() {
        found.add_error(not_listed(name));
    }
    listed
}

fn not_listed(name: &str) -> Diagnostic {
    about(
        "Not a List Resource",
        format!("Objects of type {name} cannot be listed with this version of the provider."),
    )
}
