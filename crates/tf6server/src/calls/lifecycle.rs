//! The life of a managed resource: import, read, plan, apply.

use std::sync::atomic::Ordering;

use tf_provider::{Diagnostic, Diagnostics};

use super::{Calls, tf};
use crate::diagnostics::{about, path_to_proto};
use crate::identity::data;
use crate::managed::Entry;
use crate::resource::{Change, Object, Planned};
use crate::value::{self, is_null};

/// What a change does, told by which of its two ends is missing.
enum Action {
    Create,
    Update,
    Destroy,
}

impl Action {
    fn of(change: &Change<'_>, found: &mut Diagnostics) -> Option<Self> {
        match (is_null(change.prior), is_null(change.wanted)) {
            (true, false) => Some(Action::Create),
            (false, false) => Some(Action::Update),
            (false, true) => Some(Action::Destroy),
            (true, true) => {
                found.add_error(about(
                    "Change of Nothing",
                    "Terraform asked for a change in which there is an object neither before nor \
                     after. This is a bug in Terraform or in the program that takes its place.",
                ));
                None
            }
        }
    }
}

pub(super) async fn import(
    calls: &Calls,
    request: tf::import_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::import_resource_state::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let given = request.identity.and_then(|identity| identity.identity_data);
    let Object { state, private } = match &given {
        Some(identity) if !is_null(identity) => match &entry.identified {
            Some(identified) => identified.import(identity, found).await,
            None => {
                found.add_error(no_identity(&entry.name));
                None
            }
        },
        _ => entry.resource.import(request.id, found).await,
    }?;
    let imported = tf::import_resource_state::ImportedResource {
        type_name: entry.name.clone(),
        identity: entry.identity(&state).or(given.map(data)),
        state: Some(state),
        private,
    };
    Some(tf::import_resource_state::Response { imported_resources: vec![imported], ..Default::default() })
}

pub(super) async fn read(
    calls: &Calls,
    request: tf::read_resource::Request,
    found: &mut Diagnostics,
) -> Option<tf::read_resource::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let state = request.current_state.unwrap_or_default();
    let meta = request.provider_meta.unwrap_or_default();
    let read = entry.resource.read(&state, &request.private, &meta, found).await;
    match read {
        Some(Object { state, private }) => Some(tf::read_resource::Response {
            new_identity: entry.identity(&state).or(request.current_identity),
            new_state: Some(state),
            private,
            ..Default::default()
        }),
        // Not known to be gone: the state stays as it was.
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
    calls: &Calls,
    request: tf::plan_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::plan_resource_change::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let change = Change {
        prior: &request.prior_state.unwrap_or_default(),
        wanted: &request.proposed_new_state.unwrap_or_default(),
        config: &request.config.unwrap_or_default(),
        private: &request.prior_private,
        meta: &request.provider_meta.unwrap_or_default(),
    };
    let planned = match Action::of(&change, found)? {
        Action::Create => entry.resource.plan_create(change, found).await?,
        Action::Update => entry.resource.plan_update(change, found).await?,
        Action::Destroy => {
            let private = entry.resource.plan_destroy(change, found).await?;
            let state = value::null();
            Planned { object: Object { state, private }, requires_replace: Vec::new() }
        }
    };
    let Object { state, private } = planned.object;
    let paths = planned.requires_replace.into_iter();
    Some(tf::plan_resource_change::Response {
        // A new object has no identity yet; any other keeps the one it has.
        planned_identity: match is_null(&state) {
            true => None,
            false => entry.identity(&state).or(request.prior_identity),
        },
        planned_state: Some(state),
        planned_private: private,
        requires_replace: paths.map(path_to_proto).collect(),
        ..Default::default()
    })
}

/// An answer without a state but with an error leaves the prior state as it is;
/// a state that comes with an error is saved, so that nothing made is forgotten.
pub(super) async fn apply(
    calls: &Calls,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let change = Change {
        prior: &request.prior_state.unwrap_or_default(),
        wanted: &request.planned_state.unwrap_or_default(),
        config: &request.config.unwrap_or_default(),
        private: &request.planned_private,
        meta: &request.provider_meta.unwrap_or_default(),
    };
    let action = Action::of(&change, found)?;
    if calls.stopped.load(Ordering::SeqCst) {
        found.add_error(interrupted(entry));
        return None;
    }
    let Object { state, private } = match action {
        Action::Create => entry.resource.create(change, found).await?,
        Action::Update => entry.resource.update(change, found).await?,
        Action::Destroy => {
            entry.resource.destroy(change, found).await?;
            let (state, private) = (value::null(), Vec::new());
            Object { state, private }
        }
    };
    Some(tf::apply_resource_change::Response {
        new_identity: match is_null(&state) {
            true => None,
            false => entry.identity(&state).or(request.planned_identity),
        },
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

fn interrupted(entry: &Entry) -> Diagnostic {
    about(
        "Interrupted",
        format!(
            "This change to {} was not started, because the run was interrupted before. Nothing \
             was changed here; run `terraform apply` again to go on.",
            entry.name
        ),
    )
}
