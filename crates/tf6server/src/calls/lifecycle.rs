//! Calls of the lifecycle of a managed resource: import, read, plan, apply.

use tf_provider::{Diagnostic, Diagnostics};

use super::context::Context;
use crate::diagnostics::{about, path_to_proto};
use crate::identity::data;
use crate::proto::tfplugin6 as tf;
use crate::resource::{Change, Object, Planned};
use crate::value::{self, is_null};

/// What a change does: no prior state means create, no target means destroy.
enum Action {
    Create,
    Update,
    Destroy,
}

impl Action {
    fn of(change: &Change<'_>, found: &mut Diagnostics) -> Option<Self> {
        match (is_null(change.prior), is_null(change.target)) {
            (true, false) => Some(Action::Create),
            (false, false) => Some(Action::Update),
            (false, true) => Some(Action::Destroy),
            (true, true) => {
                found.add_error(about(
                    "Change Without Object",
                    "Terraform asked for a change with neither a prior nor a new state. This is a \
                     bug in Terraform, or in the program that called the provider.",
                ));
                None
            }
        }
    }
}

pub(super) async fn import(
    context: &Context,
    request: tf::import_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::import_resource_state::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let given = request.identity.and_then(|identity| identity.identity_data);
    let Object { state, identity, private } = match &given {
        Some(identity) if !is_null(identity) => {
            if resource.identity_schema().is_none() {
                found.add_error(no_identity(resource.name()));
                return None;
            }
            resource.import_by_identity(identity, found).await
        }
        _ => resource.import(request.id, found).await,
    }?;
    let imported = tf::import_resource_state::ImportedResource {
        type_name: resource.name().to_owned(),
        identity: identity.or(given.map(data)),
        state: Some(state),
        private,
    };
    Some(tf::import_resource_state::Response { imported_resources: vec![imported], ..Default::default() })
}

pub(super) async fn read(
    context: &Context,
    request: tf::read_resource::Request,
    found: &mut Diagnostics,
) -> Option<tf::read_resource::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let state = request.current_state.unwrap_or_default();
    let meta = request.provider_meta.unwrap_or_default();
    let read = resource.read(&state, &request.private, &meta, found).await;
    match read {
        Some(Object { state, identity, private }) => Some(tf::read_resource::Response {
            new_identity: identity.or(request.current_identity),
            new_state: Some(state),
            private,
            ..Default::default()
        }),
        // An error says nothing about the object, so its state is kept.
        None if !found.errors.is_empty() => Some(tf::read_resource::Response {
            new_identity: request.current_identity,
            new_state: Some(state),
            private: request.private,
            ..Default::default()
        }),
        None => Some(tf::read_resource::Response { new_state: Some(value::null()), ..Default::default() }),
    }
}

pub(super) async fn plan(
    context: &Context,
    request: tf::plan_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::plan_resource_change::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let change = Change {
        prior: &request.prior_state.unwrap_or_default(),
        target: &request.proposed_new_state.unwrap_or_default(),
        config: &request.config.unwrap_or_default(),
        private: &request.prior_private,
        meta: &request.provider_meta.unwrap_or_default(),
    };
    let Planned { object, requires_replace } = match Action::of(&change, found)? {
        Action::Create => resource.plan_create(change, found).await?,
        Action::Update => resource.plan_update(change, found).await?,
        Action::Destroy => {
            let private = resource.plan_destroy(change, found).await?;
            return Some(tf::plan_resource_change::Response {
                planned_state: Some(value::null()),
                planned_private: private,
                ..Default::default()
            });
        }
    };
    let Object { state, identity, private } = object;
    let paths = requires_replace.into_iter();
    Some(tf::plan_resource_change::Response {
        // A new object has no identity yet; any other keeps the one it has.
        planned_identity: identity.or(request.prior_identity),
        planned_state: Some(state),
        planned_private: private,
        requires_replace: paths.map(path_to_proto).collect(),
        ..Default::default()
    })
}

/// With an error and no state, Terraform keeps the prior state; with an error and a
/// state, it saves that state.
pub(super) async fn apply(
    context: &Context,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let change = Change {
        prior: &request.prior_state.unwrap_or_default(),
        target: &request.planned_state.unwrap_or_default(),
        config: &request.config.unwrap_or_default(),
        private: &request.planned_private,
        meta: &request.provider_meta.unwrap_or_default(),
    };
    let action = Action::of(&change, found)?;
    if context.is_stopped() {
        found.add_error(interrupted(resource.name()));
        return None;
    }
    let Object { state, identity, private } = match action {
        Action::Create => resource.create(change, found).await?,
        Action::Update => resource.update(change, found).await?,
        Action::Destroy => {
            resource.destroy(change, found).await?;
            return Some(tf::apply_resource_change::Response {
                new_state: Some(value::null()),
                ..Default::default()
            });
        }
    };
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

fn interrupted(name: &str) -> Diagnostic {
    about(
        "Interrupted",
        format!(
            "The change to this {name} was not started, because the run was interrupted. Nothing \
             was changed; apply again to continue."
        ),
    )
}
