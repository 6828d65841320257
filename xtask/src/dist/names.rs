//! What registries want the files of a release to be called.
//!
//! Source: "Publish providers to the Terraform registry", which OpenTofu's
//! registry follows.

use crate::platform;
use crate::workspace::PROVIDER;

/// The names of one version's files.
pub(crate) struct Names<'a> {
    version: &'a str,
}

impl<'a> Names<'a> {
    pub(crate) fn new(version: &'a str) -> Names<'a> {
        Names { version }
    }

    /// The archive for this machine; also what a packed filesystem mirror calls
    /// it.
    pub(crate) fn zip(&self) -> String {
        self.named(&format!("{}.zip", platform::name()))
    }

    /// Says which plugin protocol the provider speaks.
    pub(crate) fn manifest(&self) -> String {
        self.named("manifest.json")
    }

    /// SHA-256 of the archives and the manifest.
    pub(crate) fn sums(&self) -> String {
        self.named("SHA256SUMS")
    }

    fn named(&self, rest: &str) -> String {
        format!("{PROVIDER}_{}_{rest}", self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_version_without_v() {
        let names = Names::new("1.2.3");
        let provider = "terraform-provider-apigatewayv2";
        assert_eq!(names.manifest(), format!("{provider}_1.2.3_manifest.json"));
        assert_eq!(names.sums(), format!("{provider}_1.2.3_SHA256SUMS"));
        let zip = names.zip();
        assert!(zip.starts_with(&format!("{provider}_1.2.3_")), "{zip}");
        assert!(zip.ends_with(".zip"), "{zip}");
    }
}
