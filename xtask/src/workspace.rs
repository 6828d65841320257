//! The checkout that this program was built from.

use std::path::Path;

/// The provider's package and binary.
pub(crate) const PROVIDER: &str = "terraform-provider-apigatewayv2";

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}
