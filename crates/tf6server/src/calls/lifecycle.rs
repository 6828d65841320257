//! Calls of the lifecycle of a managed resource: import, read, plan, apply.

use tf_provider::{Diagnostic, Diagnostics};

use crate::diagnostics::{about, path_to_proto};
use crate::encoded_value::{self as value, is_null};
use crate::managed_resource::ManagedResource;
use crate::proto::tfplugin6 as tf;
use crate::typed_resource::{Object, TypedResource};

/// What a change does.
enum Action {
    Create,
    Update,
    Destroy,
}

impl Action {
    fn of(prior: Option<&tf::DynamicValue>, target: Option<&tf::DynamicValue>) -> Self {
        match (is_null(prior), is_null(target)) {
            (_, true) => Action::Destroy,
            (true, false) => Action::Create,
            (false, false) => Action::Update,
        }
    }
}

pub(crate) async fn import<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::import_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::import_resource_state::Response> {
    let given = request.identity.filter(|identity| !is_null(identity.identity_data.as_ref()));
    let imported = match &given {
        None => typed.resource.import(found, request.id).await?,
        Some(_) if typed.resource.identity_schema().is_none() => {
            found.add_error(no_identity(&typed.name));
            return None;
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
        None => Some(tf::read_resource::Response { new_state: Some(value::null()), ..Default::default() }),
    }
}

/// The identity, unless it is null.
fn known(identity: Option<tf::ResourceIdentityData>) -> Option<tf::ResourceIdentityData> {
    identity.filter(|identity| !is_null(identity.identity_data.as_ref()))
}

pub(crate) async fn plan<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::plan_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::plan_resource_change::Response> {
    let (prior, proposed) = (request.prior_state.as_ref(), request.proposed_new_state.as_ref());
    let mut codec = typed.codec(found);
    let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
    let (planned, requires_replace) = match Action::of(prior, proposed) {
        Action::Create => {
            let proposed = codec.read("proposed state", proposed)?;
            let config = codec.read("configuration", request.config.as_ref())?;
            let planned = typed.resource.plan_create(found, proposed, config, meta).await?;
            (planned, Vec::new())
        }
        Action::Update => {
            let prior = codec.read("prior state", prior)?;
            let proposed = codec.read("proposed state", proposed)?;
            let config = codec.read("configuration", request.config.as_ref())?;
            let private = codec.read_private(&request.prior_private)?;
            let planned = typed.resource.plan_update(found, prior, proposed, config, private, meta);
            let (state, private, requires_replace) = planned.await?;
            ((state, private), requires_replace)
        }
        Action::Destroy => {
            let prior = codec.read("prior state", prior)?;
            let private = codec.read_private(&request.prior_private)?;
            let private = typed.resource.plan_destroy(found, prior, private, meta).await?;
            return Some(tf::plan_resource_change::Response {
                planned_state: Some(value::null()),
                planned_private: typed.codec(found).write_private(&private)?,
                ..Default::default()
            });
        }
    };
    let Object { state, identity, private } = typed.object(planned, found)?;
    // An object that stays keeps its identity; a new one has none yet.
    let stays = requires_replace.is_empty();
    let kept = known(request.prior_identity).filter(|_| stays);
    Some(tf::plan_resource_change::Response {
        planned_identity: kept.or(identity),
        planned_state: Some(state),
        planned_private: private,
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
    let (prior, planned) = (request.prior_state.as_ref(), request.planned_state.as_ref());
    let mut codec = typed.codec(found);
    let private = codec.read_private(&request.planned_private)?;
    let meta = codec.read("provider_meta block", request.provider_meta.as_ref())?;
    let applied = match Action::of(prior, planned) {
        Action::Create => {
            let planned = codec.read("planned state", planned)?;
            let config = codec.read("configuration", request.config.as_ref())?;
            typed.resource.create(found, planned, config, private, meta).await?
        }
        Action::Update => {
            let prior = codec.read("prior state", prior)?;
            let planned = codec.read("planned state", planned)?;
            let config = codec.read("configuration", request.config.as_ref())?;
            typed.resource.update(found, prior, planned, config, private, meta).await?
        }
        Action::Destroy => {
            let prior = codec.read("prior state", prior)?;
            typed.resource.destroy(found, prior, private, meta).await?;
            return Some(tf::apply_resource_change::Response {
                new_state: Some(value::null()),
                ..Default::default()
            });
        }
    };
    let Object { state, identity, private } = typed.object(applied, found)?;
    Some(tf::apply_resource_change::Response {
        new_identity: identity.or(request.planned_identity),
        new_state: Some(state),
        private,
        ..Default::default()
    })
}

fn no_identity(name: &str) -> Diagnostic {
    about(
        "No Identity",
        format!(
            "Objects of type {name} have no identity to import them by. Use `id` instead of \
             `identity` in the `import` block."
        ),
    )
}
