//! Calls that ask for schemas and capabilities.

use std::collections::HashMap;

use tf_provider::Diagnostics;

use crate::{plugin::Plugin, proto::tfplugin6 as tf, schema};

/// What this server does for every provider.
const CAPABILITIES: tf::ServerCapabilities = tf::ServerCapabilities {
    plan_destroy: true,
    // No call depends on an earlier GetProviderSchema.
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: true,
};

pub(super) async fn schemas(
    plugin: &Plugin,
    _: tf::get_provider_schema::Request,
    found: &mut Diagnostics,
) -> Option<tf::get_provider_schema::Response> {
    let provider = plugin.provider.schema(found)?;
    let meta = plugin.provider.meta_schema(found)?;
    let mut resources = HashMap::new();
    let mut lists = HashMap::new();
    let mut data_sources = HashMap::new();
    for (name, resource) in &plugin.resources {
        resources.insert(name.clone(), schema::to_proto(&resource.schema(found)?));
        if let Some(config) = resource.list_schema() {
            lists.insert(name.clone(), schema::to_proto(&config));
        }
    }
    for (name, data_source) in &plugin.data_sources {
        data_sources.insert(name.clone(), schema::to_proto(&data_source.schema(found)?));
    }
    Some(tf::get_provider_schema::Response {
        provider: Some(schema::to_proto(&provider)),
        provider_meta: Some(schema::to_proto(&meta)),
        resource_schemas: resources,
        data_source_schemas: data_sources,
        list_resource_schemas: lists,
        server_capabilities: Some(CAPABILITIES),
        diagnostics: Vec::new(),
    })
}

pub(super) async fn identity_schemas(
    plugin: &Plugin,
    _: tf::get_resource_identity_schemas::Request,
    _: &mut Diagnostics,
) -> Option<tf::get_resource_identity_schemas::Response> {
    let resources = plugin.resources.iter();
    let identity_schemas = resources
        .filter_map(|(name, resource)| {
            let schema = resource.identity_schema()?;
            Some((name.clone(), schema::identity_to_proto(&schema)))
        })
        .collect();
    Some(tf::get_resource_identity_schemas::Response { identity_schemas, diagnostics: Vec::new() })
}

/// There are none; OpenTofu asks every provider.
pub(super) async fn functions(
    _: &Plugin,
    _: tf::get_functions::Request,
    _: &mut Diagnostics,
) -> Option<tf::get_functions::Response> {
    Some(tf::get_functions::Response::default())
}
