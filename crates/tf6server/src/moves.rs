//! `moved` blocks that turn another provider's resource into one of this provider's.

use serde_json::{Map, Value};
use tf_provider::Diagnostic;

use crate::{diagnostics::about, proto::tfplugin6::move_resource_state::Request};

/// A JSON object, as state files hold them.
pub type JsonObject = Map<String, Value>;

/// A resource type of another provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveSource {
    /// The provider by its names, each a `namespace/type` such as `hashicorp/aws`, from any
    /// registry.
    pub providers: &'static [&'static str],
    /// Such as `aws_apigatewayv2_api_mapping`.
    pub type_name: &'static str,
    /// An attribute that tells its states from those of the provider's other types.
    pub attribute: &'static str,
}

/// A resource in the state of another provider. Not `Debug`: it may hold secrets.
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
    /// The private data that the provider stored beside the state.
    pub private: Vec<u8>,
}

impl MoveSource {
    pub(crate) fn is_source_of(&self, request: &Request, state: &JsonObject) -> bool {
        let is_of_type = self.type_name == request.source_type_name;
        let has_moved_on = is_renamed(request) && state.contains_key(self.attribute);
        self.is_of(request) && (is_of_type || has_moved_on)
            || is_of_type && is_own(&request.source_provider_address, &request.target_type_name)
    }

    fn is_of(&self, request: &Request) -> bool {
        self.providers.iter().any(|provider| names(&request.source_provider_address, provider))
    }
}

/// Whether the state may be of another provider although its type is the target's. Where one
/// `moved` block leads to another, Terraform only renames for the first, and then names the
/// renamed type, with the provider that wrote the state, as the source for the second.
pub(crate) fn has_moved_on(sources: &[MoveSource], request: &Request) -> bool {
    is_renamed(request) && sources.iter().any(|source| source.is_of(request))
}

fn is_renamed(request: &Request) -> bool {
    request.source_type_name == request.target_type_name
}

/// Whether an address is that of the provider that has the type `target`. Where instances of one
/// resource move one by one, Terraform gives the whole resource to the target's provider with the
/// first, and then names that as the source of the others; OpenTofu 1.12 may do the same.
fn is_own(address: &str, target: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    target.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'))
}

/// Whether an address means this `namespace/type`: with a registry's host,
/// without, or only the type, as OpenTofu 1.10 to 1.12.3 send it.
fn names(address: &str, provider: &str) -> bool {
    let type_only = provider.rsplit('/').next();
    address == provider
        || Some(address) == type_only
        || address.split_once('/').is_some_and(|(_host, rest)| rest == provider)
}

/// The error for a source that is not supported.
pub(crate) fn refused(target: &str, sources: &[MoveSource], request: &Request) -> Diagnostic {
    let known =
        sources.iter().map(|source| format!("{} of {}", source.type_name, source.providers.join(" or ")));
    let known = match sources {
        [] => "no other resource type".to_owned(),
        _ => known.collect::<Vec<_>>().join(", "),
    };
    let (source, provider) = (&request.source_type_name, &request.source_provider_address);
    let detail = format!(
        "The state of {source} of provider {provider} cannot become the state of {target}. This provider can \
         adopt the state of: {known}. To adopt the resource all the same, use a `removed` block with \
         `destroy = false` for the old resource and an `import` block for the new one."
    );
    about("Unsupported Move", detail)
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
    fn the_address_of_the_targets_own_provider_is_told_by_the_name_of_the_type() {
        for address in ["toy", "acme/toy", "registry.opentofu.org/acme/toy"] {
            assert!(is_own(address, "toy_thing"), "{address}");
        }
        for address in ["", "to", "toy_thing", "toys", "acme/old", "toy/old"] {
            assert!(!is_own(address, "toy_thing"), "{address}");
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
