//! Calls about one object of a managed resource, from its configuration to its end.

use tf_provider::Diagnostics;

use crate::codec::{self, is_null};
use crate::diagnostics::{fail, path_to_proto};
use crate::managed_resource::{ManagedResource, Object, TypedResource};
use crate::plan_phase::{self, PlanPhase};
use crate::{normalize, proto::tfplugin6 as tf};

pub(crate) async fn validate<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::validate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_resource_config::Response> {
    let complete = typed.check_required(request.config.as_ref(), found);
    let config = typed.codec(found).read("configuration", request.config.as_ref())?;
    typed.resource.validate(found, config).await?;
    complete?;
    Some(tf::validate_resource_config::Response::default())
}

pub(crate) async fn import<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::import_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::import_resource_state::Response> {
    let given = known(request.identity);
    let imported = match &given {
        None => typed.resource.import(found, request.id).await?,
        Some(_) if typed.resource.identity_schema().is_none() => {
            let detail = format!(
                "Objects of type {} have no identity to import them by. Use `id` instead of `identity` in the \
                 `import` block.",
                typed.name
            );
            return fail(found, "No Identity", detail);
        }
        Some(identity) => {
            let identity = typed.codec(found).read("identity", identity.identity_data.as_ref())?;
            typed.resource.import_by_identity(found, identity).await?
        }
    };
    let Object { state, identity, private } = typed.object(imported, found)?;
    let imported = tf::import_resource_state::ImportedResource {
        type_name: request.type_name,
        identity: identity.or(given),
        state: Some(state),
        private,
    };
    Some(tf::import_resource_state::Response { imported_resources: vec![imported], ..Default::default() })
}

/// The configuration for an imported object.
pub(crate) async fn generate_config<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::generate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::generate_resource_config::Response> {
    let state = typed.codec(found).read("state", request.state.as_ref())?;
    let schema = typed.resource.schema(found)?;
    let config = normalize::configuration(state, &schema.block);
    Some(tf::generate_resource_config::Response {
        config: Some(codec::json(config.to_string().into_bytes())),
        diagnostics: Vec::new(),
    })
}

pub(crate) async fn read<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::read_resource::Request,
    found: &mut Diagnostics,
) -> Option<tf::read_resource::Response> {
    let read = async {
        let mut codec = typed.codec(found);
        let state = codec.read("state", request.current_state.as_ref())?;
        let private = codec.read_private(&request.private)?;
        let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
        let read = typed.resource.read(found, state, private, meta).await?;
        typed.object(read, found)
    };
    match read.await {
        Some(Object { state, identity, private }) => Some(tf::read_resource::Response {
            // Terraform refuses an identity that differs from the one it has.
            new_identity: known(request.current_identity).or(identity),
            new_state: Some(state),
            private,
            ..Default::default()
        }),
        // An error says nothing about the object, so its state is kept.
        None if !found.errors.is_empty() => Some(tf::read_resource::Response {
            new_identity: request.current_identity,
            new_state: request.current_state,
            private: request.private,
            ..Default::default()
        }),
        None => Some(tf::read_resource::Response { new_state: Some(codec::null()), ..Default::default() }),
    }
}

pub(crate) async fn plan<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::plan_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::plan_resource_change::Response> {
    typed.check_required(request.config.as_ref(), found)?;
    let mut codec = typed.codec(found);
    let prior: Option<R::State<'_>> = codec.read("prior state", request.prior_state.as_ref())?;
    let proposed = codec.read("proposed state", request.proposed_new_state.as_ref())?;
    let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
    let phase = PlanPhase::of(&request, &mut codec)?;
    let (planned, requires_replace) = match (prior, proposed) {
        (None, Some(proposed)) => {
            let config = codec.read("configuration", request.config.as_ref())?;
            let planned = typed.resource.plan_create_in(phase, found, proposed, config, meta).await?;
            (planned, Vec::new())
        }
        (Some(prior), Some(proposed)) => {
            let config = codec.read("configuration", request.config.as_ref())?;
            let private = codec.read_private(&request.prior_private)?;
            let planned = typed.resource.plan_update_in(phase, found, prior, proposed, config, private, meta);
            let (state, private, requires_replace) = planned.await?;
            ((state, private), requires_replace)
        }
        (Some(prior), None) => {
            let private = codec.read_private(&request.prior_private)?;
            let private = typed.resource.plan_destroy(found, prior, private, meta).await?;
            return Some(tf::plan_resource_change::Response {
                planned_state: Some(codec::null()),
                planned_private: typed.codec(found).write_private(&private)?,
                ..Default::default()
            });
        }
        (None, None) => return nothing(found),
    };
    let Object { state, identity, private } = typed.object(planned, found)?;
    let planned_private = plan_phase::planned_private(&request, private);
    // An object that stays keeps its identity; a new one has none yet.
    let kept = known(request.prior_identity).filter(|_| requires_replace.is_empty());
    Some(tf::plan_resource_change::Response {
        planned_identity: kept.or(identity),
        planned_state: Some(state),
        planned_private,
        requires_replace: requires_replace.into_iter().map(path_to_proto).collect(),
        ..Default::default()
    })
}

/// With an error and no state, Terraform keeps the prior state; with an error and a
/// state, it saves that state.
pub(crate) async fn apply<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    typed.check_required(request.config.as_ref(), found)?;
    let mut codec = typed.codec(found);
    let prior = codec.read("prior state", request.prior_state.as_ref())?;
    let planned = codec.read("planned state", request.planned_state.as_ref())?;
    let private = codec.read_private(&request.planned_private)?;
    let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
    let applied = match (prior, planned) {
        (None, Some(planned)) => {
            let config = codec.read("configuration", request.config.as_ref())?;
            typed.resource.create(found, planned, config, private, meta).await?
        }
        (Some(prior), Some(planned)) => {
            let config = codec.read("configuration", request.config.as_ref())?;
            typed.resource.update(found, prior, planned, config, private, meta).await?
        }
        (Some(prior), None) => {
            match typed.resource.destroy_as_far_as_possible(found, prior, private, meta).await? {
                Some(left) => left,
                None => {
                    let new_state = Some(codec::null());
                    return Some(tf::apply_resource_change::Response { new_state, ..Default::default() });
                }
            }
        }
        (None, None) => return nothing(found),
    };
    let Object { state, identity, private } = typed.object(applied, found)?;
    Some(tf::apply_resource_change::Response {
        new_identity: identity.or(request.planned_identity),
        new_state: Some(state),
        private,
        ..Default::default()
    })
}

/// The error for a change of nothing into nothing, which Terraform does not ask for.
fn nothing<T>(found: &mut Diagnostics) -> Option<T> {
    let detail = "Terraform asked for a change without an object before or after it. Run it again.";
    fail(found, "Nothing to Change", detail.to_owned())
}

/// The identity, unless it is null.
fn known(identity: Option<tf::ResourceIdentityData>) -> Option<tf::ResourceIdentityData> {
    identity.filter(|identity| !is_null(identity.identity_data.as_ref()))
}
