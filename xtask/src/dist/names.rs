//! What registries want the files of a release to be called.
//!
//! Source: "Publish providers to the Terraform registry", which OpenTofu's
//! registry follows. What is beside these files has names of the same form.

use crate::platform::Platform;
use crate::workspace::PROVIDER;

/// The names of one version's files.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    version: &'a str,
}

impl<'a> Names<'a> {
    pub(crate) fn new(version: &'a str) -> Names<'a> {
        Names { version }
    }

    /// The archive for one platform; also what a packed filesystem mirror calls
    /// it.
    pub(crate) fn zip(self, platform: Platform) -> String {
        self.named(&format!("{platform}.zip"))
    }

    /// What one platform's archive is made of.
    pub(crate) fn sbom(self, platform: Platform) -> String {
        format!("{}.cdx.json", self.zip(platform))
    }

    /// Says which plugin protocol the provider speaks.
    pub(crate) fn manifest(self) -> String {
        self.named("manifest.json")
    }

    /// SHA-256 of the archives and the manifest, and of nothing else: the
    /// registry refuses sums that list any other file.
    pub(crate) fn sums(self) -> String {
        self.named("SHA256SUMS")
    }

    /// SHA-256 of the SBOMs.
    pub(crate) fn sbom_sums(self) -> String {
        self.named("sboms_SHA256SUMS")
    }

    /// The public key that the sums are signed with.
    pub(crate) fn key(self) -> String {
        self.named("key.asc")
    }

    fn named(self, rest: &str) -> String {
        format!("{PROVIDER}_{}_{rest}", self.version)
    }
}

/// The provider's file in the archive of a platform.
pub(crate) fn executable(platform: Platform) -> String {
    format!("{PROVIDER}{}", platform.executable_suffix())
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
        let linux = Platform::of_target("aarch64-unknown-linux-musl").expect("a platform");
        assert_eq!(names.zip(linux), format!("{provider}_1.2.3_linux_arm64.zip"));
        assert_eq!(names.sbom(linux), format!("{provider}_1.2.3_linux_arm64.zip.cdx.json"));
    }
}
