//! A resource with its name, and the encoding of what it returns.

use tf_provider::Diagnostics;

use crate::codec::Codec;
use crate::identity::data;
use crate::managed_resource::ManagedResource;
use crate::proto::tfplugin6::{DynamicValue, ResourceIdentityData};

/// A resource and its type name.
pub(crate) struct TypedResource<R> {
    pub(crate) name: String,
    pub(crate) resource: R,
}

/// An encoded object: its state, its identity and the private data stored beside them.
pub(crate) struct Object {
    pub(crate) state: DynamicValue,
    pub(crate) identity: Option<ResourceIdentityData>,
    pub(crate) private: Vec<u8>,
}

impl<R: ManagedResource> TypedResource<R> {
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
        let identity = self.resource.identity(&state);
        let identity = identity.and_then(|identity| codec.write("identity", &identity));
        let state = codec.write("state", &state);
        let private = codec.write_private(&private);
        Some(Object { state: state?, identity: identity.map(data), private: private? })
    }
}
