//! Calls of `terraform query`, which lists existing objects.

use tf_provider::{AttributePathStep, Diagnostics};

use crate::managed_resource::{Events, ListResults, ManagedResource, TypedResource};
use crate::proto::tfplugin6::list_resource::Event;
use crate::{diagnostics::fail, proto::tfplugin6 as tf, required};

pub(crate) async fn validate<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::validate_list_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_list_resource_config::Response> {
    let validated = match config(typed, request.config.as_ref(), found) {
        Some(config) => typed.resource.validate_list(found, config).await,
        None => None,
    };
    prefix_with_config(found);
    validated.map(|()| tf::validate_list_resource_config::Response::default())
}

/// Sends an event for each object, and returns the last event, to which the diagnostics of the
/// list belong: that of the last object that Terraform takes, else one without an object. A list
/// that fails keeps that object. Findings name attributes of the `config` block.
pub(crate) async fn list<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::list_resource::Request,
    events: &Events,
    found: &mut Diagnostics,
) -> Option<Event> {
    let config = config(typed, request.config.as_ref(), found)?;
    // Zero means no limit.
    let limit = if request.limit > 0 { request.limit } else { i64::MAX };
    let wants_state = request.include_resource_object;
    let mut results =
        ListResults { typed, events, wants_state, limit, left: limit, last: None, is_cut: false };
    let listed = typed.resource.list(found, config, &mut results).await;
    // Without an event and without an error, the caller says that the list is not answered.
    results.last.or_else(|| listed.map(|()| Event::default()))
}

fn config<R: ManagedResource>(
    typed: &TypedResource<R>,
    config: Option<&tf::DynamicValue>,
    found: &mut Diagnostics,
) -> Option<R::ListConfig> {
    let Some(schema) = typed.resource.list_schema() else {
        let detail = format!("This version of the provider cannot list objects of type {}.", typed.name);
        return fail(found, "Not a List Resource", detail);
    };
    required::check(config, &schema.block, found)?;
    typed.codec(found).read("list configuration", config)
}

/// A resource names attributes of its `config` block; Terraform resolves paths from the
/// `list` block around it.
///
/// Terraform 1.16 puts `config` before the paths of ListResource itself, but not before
/// those of ValidateListResourceConfig.
pub(super) fn prefix_with_config(found: &mut Diagnostics) {
    for diagnostic in found.errors.iter_mut().chain(&mut found.warnings) {
        if !diagnostic.attribute.steps.is_empty() {
            diagnostic.attribute.steps.insert(0, AttributePathStep::Attribute("config".into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use tf_provider::{AttributePath, Diagnostic};

    use super::*;
    use crate::diagnostics::about;

    #[test]
    fn paths_of_a_list_begin_with_its_config_block() {
        let mut found = Diagnostics::default();
        found
            .add_error(Diagnostic { attribute: AttributePath::new("prefix"), ..about("Odd", String::new()) });
        found.add_warning(about("Whole", String::new()));
        prefix_with_config(&mut found);
        assert_eq!(found.errors[0].attribute, AttributePath::new("config").attribute("prefix"));
        assert_eq!(found.warnings[0].attribute, AttributePath::default());
    }
}
