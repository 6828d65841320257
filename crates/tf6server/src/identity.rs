//! Resource identity: what an object is called for good, beside its state.
//!
//! Terraform 1.12 and later stores it, shows it, and imports by it. The server
//! derives it from every state that a resource returns, so a resource says once
//! how its identity is made and nothing else in it changes.

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use tf_provider::schema::Type;
use tf_provider::{Diagnostics, Resource};

use super::proto::tfplugin6::{DynamicValue, ResourceIdentityData};
use super::resource::{Object, Typed};

/// A resource whose objects have an identity.
#[async_trait]
pub trait Identified: Resource {
    /// A struct with one field for each attribute of the identity schema:
    /// strings, numbers, booleans, lists of those, or `Option`s of them.
    type Identity: Serialize + DeserializeOwned + Send;

    /// The attributes that together name one object.
    fn identity_schema(&self) -> IdentitySchema;

    /// The identity of the object in this state; `None` while part of it cannot
    /// be known, as in the plan of a new object.
    fn identity(&self, state: &Self::State<'_>) -> Option<Self::Identity>;

    /// Imports the object of this identity, in which attributes that are
    /// optional for import may be missing.
    ///
    /// As with [`Resource::import`], Terraform reads the returned state next.
    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Self::Identity,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>)>;
}

/// What an identity consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentitySchema {
    /// Raised by one whenever the attributes change; begins at 0.
    pub version: i64,
    /// The attributes, in the order in which documentation shows them.
    pub attributes: Vec<IdentityAttribute>,
}

/// One attribute of an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityAttribute {
    /// Its name.
    pub name: &'static str,
    /// A primitive type or a list of one; the protocol has no others here.
    pub attr_type: Type,
    /// Whether a person has to write it in an `import` block.
    pub on_import: OnImport,
    /// What it is, in Markdown.
    pub description: &'static str,
}

/// Whether an `import` block has to give an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnImport {
    /// It has to.
    Required,
    /// The provider fills it in.
    Optional,
}

/// [`Identified`] with its types erased.
#[async_trait]
pub(crate) trait AnyIdentified: Send + Sync {
    fn schema(&self) -> IdentitySchema;
    fn of(&self, state: &DynamicValue) -> Option<ResourceIdentityData>;
    async fn import(&self, identity: &DynamicValue, found: &mut Diagnostics) -> Option<Object>;
}

#[async_trait]
impl<R: Identified + 'static> AnyIdentified for Typed<R> {
    fn schema(&self) -> IdentitySchema {
        self.resource.identity_schema()
    }

    fn of(&self, state: &DynamicValue) -> Option<ResourceIdentityData> {
        // A state that does not decode has been reported by whoever read it.
        let mut unreported = Diagnostics::default();
        let mut codec = self.codec(&mut unreported);
        let state = codec.read("state", state)?;
        let identity = self.resource.identity(&state)?;
        codec.write("identity", &identity).map(data)
    }

    async fn import(&self, identity: &DynamicValue, found: &mut Diagnostics) -> Option<Object> {
        let identity = self.codec(found).read("identity", identity)?;
        let imported = self.resource.import_by_identity(found, identity).await?;
        self.object(imported, found)
    }
}

/// An encoded identity as messages carry it.
pub(crate) fn data(identity: DynamicValue) -> ResourceIdentityData {
    ResourceIdentityData { identity_data: Some(identity) }
}
