//! What a resource can do beyond the methods of [`Resource`].

use std::ops::ControlFlow;

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use tf_provider::{AttributePath, Diagnostics, Resource, schema::Schema};
use tokio::sync::mpsc;
use tonic::Status;

use crate::identity::{IdentitySchema, IdentityUpgradeStep};
use crate::moves::{ForeignState, JsonObject, MoveSource};
use crate::proto::tfplugin6::{DynamicValue, ResourceIdentityData, list_resource::Event};
use crate::{codec::Codec, diagnostics::to_proto};
use crate::{plan_phase::PlanPhase, required, upgrade::UpgradeStep};

/// What is left of an object; `None` is nothing.
pub type Remains<S, P> = Option<(S, P)>;

/// A managed resource, as it is added to a [`Plugin`](crate::Plugin).
///
/// [`Resource`] is the lifecycle: schema, validate, plan, create, read, update, delete
/// and import by ID. This trait adds what `tf_provider` has no methods for. Every method
/// has a default that leaves the feature out, so implement those of the features that
/// the resource has:
///
/// | Feature | Methods |
/// | --- | --- |
/// | resource identity, Terraform 1.12 | `identity_schema`, `identity`, `import_by_identity`, `identity_upgrade_step` |
/// | `moved` blocks from other resource types, Terraform 1.8, OpenTofu 1.10 | `move_sources`, `move_from` |
/// | list resource for `terraform query`, Terraform 1.14 | identity, `list_schema`, `validate_list`, `list` |
/// | states of older schema versions | `upgrade_step` |
/// | objects of which a part can be left after a delete | `destroy_as_far_as_possible` |
/// | whether a plan is shown or comes before the apply, Terraform 1.16 | `plan_create_in`, `plan_update_in` |
#[allow(unused_variables, reason = "defaults leave their feature out")]
#[async_trait]
pub trait ManagedResource: Resource {
    /// A struct with one field for each attribute of the identity schema: strings,
    /// numbers, booleans, lists of those, or `Option`s of them. `()` without identity.
    type Identity: Serialize + DeserializeOwned + Send;

    /// The `config` block of a `list` block. `()` without a list resource.
    type ListConfig: DeserializeOwned + Send;

    /// The attributes that identify one object.
    fn identity_schema(&self) -> Option<IdentitySchema> {
        None
    }

    /// The identity of the object in this state; `None` while part of it is unknown, as
    /// in the plan of a new object.
    ///
    /// Called with each state that the resource returns.
    fn identity(&self, state: &Self::State<'_>) -> Option<Self::Identity> {
        None
    }

    /// The function that turns an identity of schema version `from` into one of `from + 1`.
    /// An identity of a version without a step is an error.
    fn identity_upgrade_step(&self, from: i64) -> Option<IdentityUpgradeStep> {
        None
    }

    /// Imports the object with this identity, in which attributes that are optional for
    /// import can be missing.
    ///
    /// As after [`Resource::import`], Terraform reads the returned state next.
    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Self::Identity,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>)> {
        None
    }

    /// The resource types of other providers whose state [`move_from`] understands. Moves
    /// from any other type are refused with this list. The resource's own type needs no
    /// entry.
    ///
    /// [`move_from`]: ManagedResource::move_from
    fn move_sources(&self) -> Vec<MoveSource> {
        Vec::new()
    }

    /// Turns the state of another provider's resource into a state of this one.
    ///
    /// Called before the provider is configured, so it cannot call the service. Terraform
    /// reads the returned state next.
    async fn move_from<'a>(
        &self,
        diags: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>)> {
        None
    }

    /// The schema of the `config` block of a `list` block. `None`: there is no list
    /// resource of this type. A list resource needs an identity.
    fn list_schema(&self) -> Option<Schema> {
        None
    }

    /// Checks the `config` block of a `list` block without calling the service.
    async fn validate_list(&self, diags: &mut Diagnostics, config: Self::ListConfig) -> Option<()> {
        Some(())
    }

    /// Pushes each existing object as soon as it is known, until [`ListResults::push`]
    /// breaks.
    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Self::ListConfig,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        None
    }

    /// The function that turns a state of schema version `from` into one of `from + 1`.
    /// A state of a version without a step is an error.
    fn upgrade_step(&self, from: i64) -> Option<UpgradeStep> {
        None
    }

    /// [`Resource::destroy`], for an object of several parts: what is left of it, where an error
    /// says why some could not be deleted. `None` with an error keeps the prior state.
    async fn destroy_as_far_as_possible<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: Self::State<'a>,
        private: Self::PrivateState<'a>,
        meta: Self::ProviderMetaState<'a>,
    ) -> Option<Remains<Self::State<'a>, Self::PrivateState<'a>>> {
        self.destroy(diags, prior, private, meta).await.map(|()| None)
    }

    /// [`Resource::plan_create`], with the phase of the plan.
    ///
    /// A plan to destroy has none: Terraform never sends its private data back.
    async fn plan_create_in<'a>(
        &self,
        phase: PlanPhase<Self::PrivateState<'a>>,
        diags: &mut Diagnostics,
        proposed: Self::State<'a>,
        config: Self::State<'a>,
        meta: Self::ProviderMetaState<'a>,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>)> {
        self.plan_create(diags, proposed, config, meta).await
    }

    /// [`Resource::plan_update`], with the phase of the plan.
    #[expect(clippy::too_many_arguments, reason = "those of plan_update, and the phase")]
    async fn plan_update_in<'a>(
        &self,
        phase: PlanPhase<Self::PrivateState<'a>>,
        diags: &mut Diagnostics,
        prior: Self::State<'a>,
        proposed: Self::State<'a>,
        config: Self::State<'a>,
        private: Self::PrivateState<'a>,
        meta: Self::ProviderMetaState<'a>,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>, Vec<AttributePath>)> {
        self.plan_update(diags, prior, proposed, config, private, meta).await
    }

    /// Called with each stored state of this type, as upgraded to the current schema.
    ///
    /// Terraform has each stored object upgraded when it comes to it, even with
    /// `-refresh=false`. Plans are made one by one; this tells which other objects are
    /// managed: few at first, and more as the run goes on.
    fn stored_state(&self, state: &JsonObject) {}
}

/// The channel of one list: an event for each object.
pub(crate) type Events = mpsc::Sender<Result<Event, Status>>;

/// Receives the objects that [`ManagedResource::list`] finds.
///
/// Terraform stops to read when it has as many objects as it asked for, so the last of these
/// waits for the end of the list, whose diagnostics it carries, also those of a list that fails:
/// among them the resource's own that there are more, as [`ListResults::is_cut`] tells.
pub struct ListResults<'a, R: ?Sized> {
    pub(crate) typed: &'a TypedResource<R>,
    pub(crate) events: &'a Events,
    pub(crate) wants_state: bool,
    /// How many objects Terraform takes.
    pub(crate) limit: i64,
    /// How many more of them it takes.
    pub(crate) left: i64,
    /// The last one that it takes.
    pub(crate) last: Option<Event>,
    pub(crate) is_cut: bool,
}

impl<R: ManagedResource + ?Sized> ListResults<'_, R> {
    /// How many objects Terraform takes; the largest number where it says nothing.
    #[must_use]
    pub fn limit(&self) -> i64 {
        self.limit
    }

    /// Whether Terraform wants a complete state of the next object. If not, only identities and
    /// display names are sent, and calls that fill in other attributes can be saved.
    #[must_use]
    pub fn wants_state(&self) -> bool {
        self.wants_state && !self.is_full()
    }

    /// Whether Terraform has as many objects as it asked for. One more is not sent, and tells
    /// that the list is cut.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.left == 0
    }

    /// Whether there are more objects than Terraform takes.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Sends one object under a name that users recognise. Terraform refuses an object
    /// without an identity.
    ///
    /// Breaks when Terraform had as many objects as it asked for before this one, or has closed
    /// the stream.
    pub async fn push(
        &mut self,
        display_name: impl Into<String> + Send,
        state: R::State<'_>,
    ) -> ControlFlow<()> {
        if self.is_full() {
            self.is_cut = true;
            return ControlFlow::Break(());
        }
        let mut found = Diagnostics::default();
        let mut codec = self.typed.codec(&mut found);
        let event = Event {
            identity: self.typed.identity(&state, &mut codec),
            display_name: display_name.into(),
            resource_object: self.wants_state.then(|| codec.write("state", &state)).flatten(),
            diagnostic: to_proto(found),
        };
        drop(state);
        self.left -= 1;
        if self.is_full() {
            self.last = Some(event);
            return ControlFlow::Continue(());
        }
        let sent = self.events.send(Ok(event)).await;
        if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// A resource and its type name.
pub(crate) struct TypedResource<R: ?Sized> {
    pub(crate) name: String,
    pub(crate) resource: R,
}

/// An encoded object: its state, its identity and the private data stored beside them.
pub(crate) struct Object {
    pub(crate) state: DynamicValue,
    pub(crate) identity: Option<ResourceIdentityData>,
    pub(crate) private: Vec<u8>,
}

impl<R: ManagedResource + ?Sized> TypedResource<R> {
    pub(crate) fn codec<'d>(&'d self, found: &'d mut Diagnostics) -> Codec<'d> {
        Codec::new(&self.name, found)
    }

    /// Encodes what a method of the resource returned.
    pub(crate) fn object(
        &self,
        (state, private): (R::State<'_>, R::PrivateState<'_>),
        found: &mut Diagnostics,
    ) -> Option<Object> {
        let mut codec = self.codec(found);
        let identity = self.identity(&state, &mut codec);
        let state = codec.write("state", &state);
        Some(Object { identity, state: state?, private: codec.write_private(&private)? })
    }

    /// Reports required arguments that are null. There is no result then.
    pub(crate) fn check_required(
        &self,
        config: Option<&DynamicValue>,
        found: &mut Diagnostics,
    ) -> Option<()> {
        required::check(config, &self.resource.schema(found)?.block, found)
    }

    fn identity(&self, state: &R::State<'_>, codec: &mut Codec<'_>) -> Option<ResourceIdentityData> {
        let identity = codec.write("identity", &self.resource.identity(state)?)?;
        Some(ResourceIdentityData { identity_data: Some(identity) })
    }
}
