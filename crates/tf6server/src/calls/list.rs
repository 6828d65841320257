//! Calls of `terraform query`, which lists existing objects.

use std::sync::Arc;

use tf_provider::{Diagnostic, Diagnostics};

use super::call::Call;
use super::context::Context;
use crate::diagnostics::{about, to_proto};
use crate::managed_resource::Events;
use crate::proto::tfplugin6 as tf;
use crate::resource::ErasedResource;

pub(super) async fn validate(
    context: &Context,
    request: tf::validate_list_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_list_resource_config::Response> {
    let resource = listed(context, &request.type_name, found)?;
    resource.validate_list(&request.config.unwrap_or_default(), found).await?;
    Some(tf::validate_list_resource_config::Response::default())
}

/// Sends an event for each object, and one for the diagnostics of the list at the end.
pub(super) async fn run(context: Arc<Context>, request: tf::list_resource::Request, events: Events) {
    let call = Call::received("ListResource", &request.type_name);
    let mut found = Diagnostics::default();
    let outcome = call.run(list(&context, request, &events, &mut found)).await;
    call.end(outcome, &mut found);
    let diagnostic = to_proto(found);
    if !diagnostic.is_empty() {
        let last = tf::list_resource::Event { diagnostic, ..Default::default() };
        // Fails only when Terraform has closed the stream.
        let _ = events.send(Ok(last)).await;
    }
}

async fn list(
    context: &Context,
    request: tf::list_resource::Request,
    events: &Events,
    found: &mut Diagnostics,
) -> Option<()> {
    let resource = listed(context, &request.type_name, found)?;
    resource.list(request, events, found).await
}

fn listed<'c>(context: &'c Context, name: &str, found: &mut Diagnostics) -> Option<&'c dyn ErasedResource> {
    let resource = context.resource(name, found)?;
    if resource.list_schema().is_none() {
        found.add_error(not_listed(name));
        return None;
    }
    Some(resource)
}

fn not_listed(name: &str) -> Diagnostic {
    about("Not a List Resource", format!("This version of the provider cannot list objects of type {name}."))
}
