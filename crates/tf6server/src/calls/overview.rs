//! What there is: capabilities, schemas, identities.

use std::collections::HashMap;

use tf_provider::Diagnostics;

use super::{Calls, tf};
use crate::schema;

/// What this server does for every provider written on it.
const CAPABILITIES: tf::ServerCapabilities = tf::ServerCapabilities {
    plan_destroy: true,
    // No call depends on an earlier GetProviderSchema.
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: true,
};

pub(super) async fn metadata(
    calls: &Calls,
    _: tf::get_metadata::Request,
    _: &mut Diagnostics,
) -> Option<tf::get_metadata::Response> {
    let entries = calls.plugin.resources.values();
    let listed = entries.clone().filter(|entry| entry.listed.is_some());
    Some(tf::get_metadata::Response {
        server_capabilities: Some(CAPABILITIES),
        resources: entries
            .map(|entry| tf::get_metadata::ResourceMetadata { type_name: entry.name.clone() })
            .collect(),
        list_resources: listed
            .map(|entry| tf::get_metadata::ListResourceMetadata { type_name: entry.name.clone() })
            .collect(),
        diagnostics: Vec::new(),
    })
}

pub(super) async fn schemas(
    calls: &Calls,
    _: tf::get_provider_schema::Request,
    found: &mut Diagnostics,
) -> Option<tf::get_provider_schema::Response> {
    let provider = calls.plugin.provider.schema(found)?;
    let meta = calls.plugin.provider.meta_schema(found)?;
    let mut resources = HashMap::new();
    let mut lists = HashMap::new();
    for entry in calls.plugin.resources.values() {
        let resource = entry.schema(found)?;
        resources.insert(entry.name.clone(), schema::to_proto(resource));
        if let Some(listed) = &entry.listed {
            let config = listed.schema(found)?;
            lists.insert(entry.name.clone(), schema::to_proto(&config));
        }
    }
    Some(tf::get_provider_schema::Response {
        provider: Some(schema::to_proto(&provider)),
        provider_meta: Some(schema::to_proto(&meta)),
        resource_schemas: resources,
        list_resource_schemas: lists,
        server_capabilities: Some(CAPABILITIES),
        diagnostics: Vec::new(),
    })
}

pub(super) async fn identity_schemas(
    calls: &Calls,
    _: tf::get_resource_identity_schemas::Request,
    _: &mut Diagnostics,
) -> Option<tf::get_resource_identity_schemas::Response> {
    let entries = calls.plugin.resources.values();
    let identity_schemas = entries
        .filter_map(|entry| {
            let identified = entry.identified.as_ref()?;
            let schema = schema::identity_to_proto(&identified.schema());
            Some((entry.name.clone(), schema))
        })
        .collect();
    Some(tf::get_resource_identity_schemas::Response { identity_schemas, diagnostics: Vec::new() })
}

/// None: OpenTofu asks every provider.
pub(super) async fn functions(
    _: &Calls,
    _: tf::get_functions::Request,
    _: &mut Diagnostics,
) -> Option<tf::get_functions::Response> {
    Some(tf::get_functions::Response::default())
}
