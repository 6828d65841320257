//! The SBOM of an archive: what the program in it is made of, in CycloneDX 1.6.
//!
//! It has no time and no random number in it: the same archive has the same
//! SBOM. It names the sum of the archive that it is of, and what compiled it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::compile::Built;
use super::packages::{Package, Packages};
use super::{sums, toolchain};
use crate::address::SOURCE_ADDRESS;
use crate::workspace::PROVIDER;
use crate::{files, metadata};

/// What another program reads of an SBOM.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The name and the sum of the archive.
    pub(crate) archive: (String, String),
    pub(crate) origin: Origin,
}

/// What a program was built from and for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) commit: String,
    /// The Rust target.
    pub(crate) target: String,
    pub(crate) source_address: String,
}

/// What the properties are called that other programs read.
const COMMIT: &str = "build:commit";
const TARGET: &str = "build:target";
const ADDRESS: &str = "build:source-address";

/// What follows the commit's name when the sources differed.
pub(crate) const CHANGED: &str = " with changes";

/// Writes the SBOM of an archive.
pub(super) fn write(sbom: &Path, archive: &Path, built: &Built) -> Result<()> {
    let mut properties = vec![
        property(COMMIT, &commit(built)?),
        property(TARGET, &built.target.triple),
        property(ADDRESS, SOURCE_ADDRESS),
    ];
    for (name, version) in toolchain::versions(&built.target, &built.binary)? {
        properties.push(property(&format!("build:{name}"), &version));
    }
    let sum = sums::of_file(archive)?;
    let packages = &built.packages;
    let root = packages.root()?;
    let mut provider = component(&packages.list[root]);
    provider["type"] = json!("application");
    provider["hashes"] = hashes(&sums::of_file(&built.binary)?);
    let name = archive.file_name().context("an archive has a name")?.to_string_lossy();
    provider["externalReferences"] = json!([{"type": "distribution", "url": name, "hashes": hashes(&sum)}]);
    let others = packages.list.iter().enumerate().filter(|(place, _)| *place != root);
    let document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", uuid(&sum)),
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "xtask", "version": metadata::version()?}]},
            "component": provider,
            "properties": properties,
        },
        "components": others.map(|(_, package)| component(package)).collect::<Vec<_>>(),
        "dependencies": dependencies(packages),
    });
    files::write(sbom, serde_json::to_string_pretty(&document)? + "\n")
}

/// Reads of which archive an SBOM is.
///
/// # Errors
/// When the file is not an SBOM of an archive.
pub(crate) fn read(sbom: &Path) -> Result<Subject> {
    let document: Value = serde_json::from_str(&files::read(sbom)?)
        .with_context(|| format!("{} is not JSON", sbom.display()))?;
    subject(&document).with_context(|| format!("{} is not the SBOM of an archive", sbom.display()))
}

fn subject(document: &Value) -> Option<Subject> {
    let reference = &document["metadata"]["component"]["externalReferences"][0];
    let sum = reference["hashes"][0]["content"].as_str()?;
    let properties = document["metadata"]["properties"].as_array()?;
    let value = |name| {
        let property = properties.iter().find(|property| property["name"] == name)?;
        property["value"].as_str().map(str::to_owned)
    };
    Some(Subject {
        archive: (reference["url"].as_str()?.to_owned(), sum.to_owned()),
        origin: Origin { commit: value(COMMIT)?, target: value(TARGET)?, source_address: value(ADDRESS)? },
    })
}

fn commit(built: &Built) -> Result<String> {
    let changed = if built.checkout.is_clean()? { "" } else { CHANGED };
    Ok(built.checkout.commit()? + changed)
}

fn property(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value})
}

fn hashes(sum: &str) -> Value {
    json!([{"alg": "SHA-256", "content": sum}])
}

/// A package, as scanners compare it with what is known of crates.
fn component(package: &Package) -> Value {
    let Package { name, version, .. } = package;
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package),
        "name": name,
        "version": version,
        "scope": if package.runtime { "required" } else { "excluded" },
        "purl": reference(package),
    });
    if let Some(license) = &package.license {
        // Old packages write a slash for "or".
        let expression = license.replace(" / ", " OR ").replace('/', " OR ");
        component["licenses"] = json!([{"expression": expression}]);
    }
    if name == PROVIDER {
        component.as_object_mut().map(|fields| fields.remove("scope"));
    }
    component
}

fn dependencies(packages: &Packages) -> Vec<Value> {
    let of = |package: &Package| {
        let on: Vec<_> = package.dependencies.iter().map(|place| reference(&packages.list[*place])).collect();
        json!({"ref": reference(package), "dependsOn": on})
    };
    packages.list.iter().map(of).collect()
}

/// The package URL, which is unique in a program: cargo links no version twice.
fn reference(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version.replace('+', "%2B"))
}

/// A UUID of the kind that is free for uses of one's own (8), from a sum.
fn uuid(sum: &str) -> String {
    let part = |range: std::ops::Range<usize>| sum.get(range).unwrap_or_default();
    format!("{}-{}-8{}-8{}-{}", part(0..8), part(8..12), part(12..15), part(15..18), part(18..30))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn package(name: &str, license: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0+build".to_owned(),
            license: Some(license.to_owned()),
            runtime: true,
            dependencies: BTreeSet::new(),
        }
    }

    #[test]
    fn a_component_has_the_url_and_the_licence_that_scanners_read() {
        let component = component(&package("old", "MIT/Apache-2.0"));
        assert_eq!(component["purl"], "pkg:cargo/old@1.0.0%2Bbuild");
        assert_eq!(component["licenses"][0]["expression"], "MIT OR Apache-2.0");
    }

    #[test]
    fn a_sum_makes_a_uuid() {
        let uuid = uuid("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        assert_eq!(uuid, "01234567-89ab-8cde-8f01-23456789abcd");
    }

    #[test]
    fn a_document_without_an_archive_is_not_taken_for_one() {
        assert_eq!(subject(&json!({"bomFormat": "CycloneDX"})), None);
    }
}
