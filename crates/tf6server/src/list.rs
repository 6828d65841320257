//! Listing what exists, for `terraform query`.

use std::ops::ControlFlow;
use std::sync::Arc;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use tf_provider::schema::Schema;
use tf_provider::{AttributePathStep, Diagnostic, Diagnostics, Resource};
use tokio::sync::mpsc;
use tonic::Status;

use super::diagnostics::about;
use super::identity::{Identified, data};
use super::proto::tfplugin6::{DynamicValue, list_resource::Event};
use super::resource::Typed;

/// What a list is sent through: Terraform's pace is the provider's pace.
pub(crate) type Events = mpsc::Sender<Result<Event, Status>>;

/// A resource whose existing objects can be listed.
#[async_trait]
pub trait Listed: Identified {
    /// The `config` block of a `list` block.
    type ListConfig: DeserializeOwned + Send;

    /// The schema of the `config` block.
    fn list_schema(&self, diags: &mut Diagnostics) -> Option<Schema>;

    /// Checks the `config` block without calling any service.
    async fn validate_list(&self, diags: &mut Diagnostics, config: Self::ListConfig) -> Option<()> {
        let _ = (diags, config);
        Some(())
    }

    /// Pushes every object as soon as it is known, and ends when
    /// [`Listing::push`] breaks.
    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Self::ListConfig,
        found: &mut Listing<'_, Self>,
    ) -> Option<()>;
}

/// Where a list's objects go.
pub struct Listing<'a, R: ?Sized> {
    resource: &'a R,
    name: &'a str,
    events: &'a Events,
    wants_state: bool,
    /// How many more Terraform wants.
    left: i64,
}

impl<R: Identified> Listing<'_, R> {
    /// Whether states are wanted whole. If not, an identity and a display name
    /// will do, and calls that only fill in the rest can be saved.
    pub fn wants_state(&self) -> bool {
        self.wants_state
    }

    /// Hands one object on, under a name that a person recognises.
    ///
    /// Breaks when Terraform has as many as it asked for, or has gone away.
    pub async fn push(
        &mut self,
        display_name: impl Into<String> + Send,
        state: R::State<'_>,
    ) -> ControlFlow<()> {
        let event = self.event(display_name.into(), &state);
        drop(state);
        if self.events.send(Ok(event)).await.is_err() {
            return ControlFlow::Break(());
        }
        self.left -= 1;
        if self.left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn event(&self, display_name: String, state: &R::State<'_>) -> Event {
        let mut found = Diagnostics::default();
        let mut codec = super::codec::Codec::new(self.name, &mut found);
        let identity = self.resource.identity(state);
        let encoded = identity.and_then(|identity| codec.write("identity", &identity));
        let object = self.wants_state.then(|| codec.write("state", state));
        if encoded.is_none() {
            found.add_error(nameless(self.name, &display_name));
        }
        Event {
            identity: encoded.map(data),
            display_name,
            resource_object: object.flatten(),
            diagnostic: super::diagnostics::to_proto(found),
        }
    }
}

fn nameless(name: &str, display_name: &str) -> Diagnostic {
    about(
        "Listed Object Without Identity",
        format!(
            "The {name} called {display_name} was listed without an identity. This is a bug \
             in the provider: please report it."
        ),
    )
}

/// What Terraform asks a list for.
pub(crate) struct ListRequest {
    pub(crate) config: DynamicValue,
    pub(crate) wants_state: bool,
    pub(crate) limit: i64,
}

/// [`Listed`] with its types erased.
#[async_trait]
pub(crate) trait AnyListed: Send + Sync {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;
    async fn validate(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()>;
    async fn list(
        self: Arc<Self>,
        request: ListRequest,
        events: &Events,
        found: &mut Diagnostics,
    ) -> Option<()>;
}

#[async_trait]
impl<R: Listed + Resource + 'static> AnyListed for Typed<R> {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        self.resource.list_schema(found)
    }

    async fn validate(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()> {
        let config = self.codec(found).read("list configuration", config)?;
        let validated = self.resource.validate_list(found, config).await;
        point_into_config(found);
        validated
    }

    async fn list(
        self: Arc<Self>,
        request: ListRequest,
        events: &Events,
        found: &mut Diagnostics,
    ) -> Option<()> {
        let config = self.codec(found).read("list configuration", &request.config)?;
        let mut listing = Listing {
            resource: &*self.resource,
            name: &self.name,
            events,
            wants_state: request.wants_state,
            // Zero is what a caller without a limit sends.
            left: if request.limit > 0 { request.limit } else { i64::MAX },
        };
        let listed = self.resource.list(found, config, &mut listing).await;
        point_into_config(found);
        listed
    }
}

/// A resource speaks of attributes of its `config` block; Terraform looks for what
/// it points out from the `list` block around it on.
fn point_into_config(found: &mut Diagnostics) {
    for diagnostic in found.errors.iter_mut().chain(&mut found.warnings) {
        if !diagnostic.attribute.steps.is_empty() {
            diagnostic.attribute.steps.insert(0, AttributePathStep::Attribute("config".into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use tf_provider::AttributePath;

    use super::*;

    #[test]
    fn attributes_are_pointed_out_inside_the_config_block() {
        let mut found = Diagnostics::default();
        found.add_error(Diagnostic { attribute: AttributePath::new("prefix"), ..about("Odd", "") });
        found.add_warning(about("Whole", ""));
        point_into_config(&mut found);
        assert_eq!(found.errors[0].attribute, AttributePath::new("config").attribute("prefix"));
        assert_eq!(found.warnings[0].attribute, AttributePath::default());
    }
}
