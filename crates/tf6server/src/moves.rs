//! Taking over the state of other providers' resources with `moved` blocks.

use async_trait::async_trait;
use serde_json::{Map, Value};
use tf_provider::{Diagnostic, Diagnostics, Resource};

use super::diagnostics::about;
use super::proto::tfplugin6::move_resource_state::Request;
use super::resource::{Object, Typed};

/// A JSON object, as state files hold them.
pub type JsonObject = Map<String, Value>;

/// A resource that can take over the state of another provider's resource.
#[async_trait]
pub trait MovesFrom: Resource {
    /// The resource types it understands. Anything else is refused with this
    /// list; its own type needs no mention.
    fn move_sources(&self) -> Vec<MoveSource>;

    /// The same object as a state of this resource.
    ///
    /// Called before the provider is configured, so without any call to a
    /// service. Terraform reads the returned state next.
    async fn move_from<'a>(
        &self,
        diags: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(Self::State<'a>, Self::PrivateState<'a>)>;
}

/// A resource type of another provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveSource {
    /// `namespace/type`, such as `hashicorp/aws`; from whichever registry.
    pub provider: &'static str,
    /// Such as `aws_apigatewayv2_api_mapping`.
    pub type_name: &'static str,
}

/// What another provider stored. Not `Debug`: it may hold secrets.
#[derive(Clone, PartialEq)]
pub struct ForeignState {
    /// The provider's address as Terraform or OpenTofu wrote it.
    pub provider: String,
    /// The type of the resource.
    pub type_name: String,
    /// The version of that provider's schema which the state follows.
    pub schema_version: i64,
    /// The state itself.
    pub state: JsonObject,
    /// The identity, if that provider has any.
    pub identity: Option<JsonObject>,
    /// Whatever that provider stored for itself.
    pub private: Vec<u8>,
}

impl MoveSource {
    fn is_source_of(&self, request: &Request) -> bool {
        self.type_name == request.source_type_name && names(&request.source_provider_address, self.provider)
    }
}

/// Whether an address means this `namespace/type`: with a registry's host,
/// without, or only the type, as OpenTofu 1.10 to 1.12.3 send it.
fn names(address: &str, provider: &str) -> bool {
    let type_only = provider.rsplit('/').next();
    address == provider
        || Some(address) == type_only
        || address.split_once('/').is_some_and(|(_host, rest)| rest == provider)
}

/// [`MovesFrom`] with its types erased.
#[async_trait]
pub(crate) trait AnyMoves: Send + Sync {
    fn sources(&self) -> Vec<MoveSource>;
    async fn take_over(&self, request: Request, found: &mut Diagnostics) -> Option<Object>;
}

#[async_trait]
impl<R: MovesFrom + 'static> AnyMoves for Typed<R> {
    fn sources(&self) -> Vec<MoveSource> {
        self.resource.move_sources()
    }

    async fn take_over(&self, request: Request, found: &mut Diagnostics) -> Option<Object> {
        let sources = self.sources();
        if !sources.iter().any(|source| source.is_source_of(&request)) {
            found.add_error(refused(&self.name, &sources, &request));
            return None;
        }
        let mut codec = self.codec(found);
        let json = request.source_state.unwrap_or_default().json;
        let state = codec.read_json("state to be moved", &json)?;
        let identity = request.source_identity.unwrap_or_default().json;
        let source = ForeignState {
            provider: request.source_provider_address,
            type_name: request.source_type_name,
            schema_version: request.source_schema_version,
            state,
            // An identity is a help, not a need: an odd one is left out.
            identity: serde_json::from_slice(&identity).ok(),
            private: request.source_private,
        };
        let moved = self.resource.move_from(found, source).await?;
        self.object(moved, found)
    }
}

/// Says what cannot be moved here, and what can.
pub(crate) fn refused(target: &str, sources: &[MoveSource], request: &Request) -> Diagnostic {
    let known: Vec<_> =
        sources.iter().map(|source| format!("{} of {}", source.type_name, source.provider)).collect();
    let known = match known.as_slice() {
        [] => "no other resource type".to_owned(),
        known => known.join(", "),
    };
    about(
        "Unsupported Move",
        format!(
            "The state of {} of provider {} cannot become the state of {target}. This \
             provider can take over the state of: {known}. To adopt the object all the same, \
             use a `removed` block with `destroy = false` for the old resource and an \
             `import` block for the new one.",
            request.source_type_name, request.source_provider_address
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_address_that_terraform_and_opentofu_send_is_understood() {
        for address in [
            "aws",
            "hashicorp/aws",
            "registry.terraform.io/hashicorp/aws",
            "registry.opentofu.org/hashicorp/aws",
            "registry.example.com:8443/hashicorp/aws",
        ] {
            assert!(names(address, "hashicorp/aws"), "{address}");
        }
    }

    #[test]
    fn other_providers_are_not_taken_for_it() {
        for address in [
            "",
            "/",
            "awscc",
            "hashicorp/awscc",
            "registry.terraform.io/hashicorp/awscc",
            "registry.terraform.io/acme/aws",
            "a/b/hashicorp/aws",
        ] {
            assert!(!names(address, "hashicorp/aws"), "{address}");
        }
    }
}
