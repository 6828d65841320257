//! `deny.toml`, as far as it can be checked without network.

use anyhow::{Context, Result};
use semver::{Version, VersionReq};
use serde::{Deserialize, Deserializer, de};
use spdx::Licensee;

use super::graph::Package;

/// The file. A key that is not here is an error, so that nothing in it is ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    #[serde(rename = "graph")]
    _graph: Graph,
    /// For cargo-deny alone, which has the database.
    #[serde(rename = "advisories")]
    _advisories: toml::Table,
    pub(super) licenses: Licenses,
    pub(super) sources: Sources,
    pub(super) bans: Bans,
}

impl Policy {
    pub(super) fn parse(text: &str) -> Result<Policy> {
        toml::from_str(text).context("cannot read deny.toml")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Graph {
    #[serde(rename = "all-features")]
    _all_features: Yes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Licenses {
    #[serde(rename = "include-dev")]
    _include_dev: Yes,
    #[serde(rename = "unused-allowed-license")]
    _unused_allowed_license: Deny,
    #[serde(deserialize_with = "licensees")]
    pub(super) allow: Vec<Licensee>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Sources {
    #[serde(rename = "unknown-registry")]
    _unknown_registry: Deny,
    #[serde(rename = "unknown-git")]
    _unknown_git: Deny,
    pub(super) allow_registry: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Bans {
    #[serde(rename = "multiple-versions")]
    _multiple_versions: Deny,
    #[serde(rename = "multiple-versions-include-dev")]
    _multiple_versions_include_dev: Yes,
    #[serde(rename = "wildcards")]
    _wildcards: Deny,
    #[serde(rename = "allow-wildcard-paths")]
    _allow_wildcard_paths: Yes,
    pub(super) deny: Vec<Banned>,
    pub(super) skip: Vec<Skipped>,
}

/// A package that is not used, or only by the packages in `wrappers`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Banned {
    #[serde(rename = "crate")]
    pub(super) package: Spec,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) wrappers: Vec<String>,
}

/// A version that may be used beside another one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skipped {
    #[serde(rename = "crate")]
    pub(super) package: Spec,
    pub(super) reason: String,
}

/// The only level that is used: what is wrong fails the check.
#[derive(Deserialize)]
enum Deny {
    #[serde(rename = "deny")]
    Deny,
}

/// A setting that stays on.
struct Yes;

impl<'de> Deserialize<'de> for Yes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? { Ok(Yes) } else { Err(de::Error::custom("this has to be true")) }
    }
}

/// `NAME`, or `NAME:REQUIREMENT`.
pub(super) struct Spec {
    text: String,
    name: String,
    versions: VersionReq,
}

impl Spec {
    pub(super) fn matches(&self, package: &Package) -> bool {
        // A requirement without a pre-release matches none, as in Cargo.
        package.name == self.name && self.has(&package.version)
    }

    fn has(&self, version: &Version) -> bool {
        self.versions.matches(version)
    }
}

impl std::fmt::Display for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Spec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (name, versions) = text.split_once(':').unwrap_or((&text, "*"));
        let versions = VersionReq::parse(versions).map_err(de::Error::custom)?;
        Ok(Spec { name: name.to_owned(), versions, text })
    }
}

fn licensees<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Licensee>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    names.iter().map(|name| Licensee::parse(name).map_err(de::Error::custom)).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A whole file with these lists in it.
    pub(in super::super) fn policy(allow: &str, deny: &str, skip: &str) -> Policy {
        Policy::parse(&text(allow, deny, skip)).unwrap()
    }

    fn text(allow: &str, deny: &str, skip: &str) -> String {
        format!(
            "[graph]\nall-features = true\n[advisories]\nyanked = 'deny'\n\
             [licenses]\ninclude-dev = true\nunused-allowed-license = 'deny'\nallow = [{allow}]\n\
             [sources]\nunknown-registry = 'deny'\nunknown-git = 'deny'\nallow-registry = ['https://registry']\n\
             [bans]\nmultiple-versions = 'deny'\nmultiple-versions-include-dev = true\n\
             wildcards = 'deny'\nallow-wildcard-paths = true\ndeny = [{deny}]\nskip = [{skip}]\n"
        )
    }

    #[test]
    fn an_entry_without_a_reason_is_refused() {
        assert!(Policy::parse(&text("'MIT'", "", "{ crate = 'a', reason = 'b' }")).is_ok());
        assert!(Policy::parse(&text("'MIT'", "", "{ crate = 'a' }")).is_err());
        assert!(Policy::parse(&text("'MIT'", "{ crate = 'a' }", "")).is_err());
    }

    #[test]
    fn what_would_be_ignored_is_refused() {
        let good = text("'MIT'", "", "");
        let error = |from: &str, to: &str| {
            let changed = good.replace(from, to);
            assert_ne!(changed, good);
            Policy::parse(&changed).err().map(|error| format!("{error:#}"))
        };
        assert!(error("[bans]", "[bans]\nhighlight = 'all'").is_some());
        assert!(error("wildcards = 'deny'", "wildcards = 'warn'").is_some());
        let message = error("include-dev = true\nun", "include-dev = false\nun").unwrap();
        assert!(message.contains("has to be true"), "{message}");
        assert!(error("'MIT'", "'Not a licence'").is_some());
    }
}
