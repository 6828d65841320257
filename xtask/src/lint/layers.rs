//! Folders that know nothing of one side: of AWS, or of Terraform.

use super::imports::Found;
use super::modules::{Crate, Names};

/// What one folder keeps out.
pub(super) struct Layer {
    folder: &'static str,
    unknown: &'static str,
    is_unknown_crate: fn(&str) -> bool,
    /// The modules of its own crate that it may use, if not all.
    modules: Option<&'static [&'static str]>,
}

/// The folders that know nothing of one side.
pub(super) const LAYERS: [Layer; 2] = [
    Layer { folder: "crates/tf6server/", unknown: "AWS", is_unknown_crate: is_of_aws, modules: None },
    Layer {
        folder: "src/gateway/",
        unknown: "Terraform",
        is_unknown_crate: is_of_terraform,
        modules: Some(&["evidence", "gateway", "names"]),
    },
];

/// AWS-LC is a library for cryptography, not for AWS.
fn is_of_aws(name: &str) -> bool {
    name.starts_with("aws_") && !name.starts_with("aws_lc_")
}

fn is_of_terraform(name: &str) -> bool {
    ["tf_provider", "tf6server"].contains(&name)
}

impl Layer {
    /// Whether a file is in the folder.
    pub(super) fn has(&self, file: &str) -> bool {
        file.starts_with(self.folder)
    }

    /// A finding for each of a package's dependencies that the folder does not
    /// know.
    pub(super) fn dependencies<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<String> {
        names
            .filter(|name| (self.is_unknown_crate)(&name.replace('-', "_")))
            .map(|name| {
                format!("{}Cargo.toml: depends on {name}, but knows nothing of {}", self.folder, self.unknown)
            })
            .collect()
    }

    /// A finding for each path in the folder's files of a crate that leads to
    /// what it does not know.
    pub(super) fn paths(&self, of: &Crate) -> Vec<String> {
        let mut findings = Vec::new();
        for (id, module) in of.modules.iter().enumerate().filter(|(_, module)| self.has(&module.file)) {
            let uses = module.uses.iter().map(|import| &import.path);
            for path in module.paths.iter().filter(|path| path.len() > 1).chain(uses) {
                let is_known = match of.find(id, path) {
                    Some(Found::Module(found) | Found::ItemOf(found)) => self.knows_module(&of.path(found)),
                    None => !(self.is_unknown_crate)(&path[0]),
                };
                if !is_known {
                    let path = path.join("::");
                    findings.push(format!(
                        "{}: uses `{path}`, but knows nothing of {}",
                        module.file, self.unknown
                    ));
                }
            }
        }
        findings
    }

    fn knows_module(&self, path: &Names) -> bool {
        let Some(known) = self.modules else { return true };
        path.first().is_none_or(|module| known.contains(&module.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    const SERVER: &Layer = &LAYERS[0];
    const GATEWAY: &Layer = &LAYERS[1];

    fn findings(layer: &Layer, files: &[(&str, &str)]) -> Vec<String> {
        let read = |file: &str| {
            let found = files.iter().find(|(name, _)| *name == file);
            found.map(|(_, text)| (*text).to_owned()).context("no such file")
        };
        layer.paths(&Crate::read(files[0].0, &read).unwrap())
    }

    #[test]
    fn the_server_uses_no_crate_of_aws() {
        let of = |text| findings(SERVER, &[("crates/tf6server/src/lib.rs", text)]);
        assert_eq!(of("use aws_sdk_sts::Client;").len(), 1);
        assert_eq!(of("fn f() { println!(\"{:?}\", aws_config::load()) }").len(), 1);
        assert!(of("use rustls::crypto::aws_lc_rs; fn f(aws_region: u8) -> u8 { aws_region }").is_empty());
    }

    #[test]
    fn the_server_depends_on_no_crate_of_aws() {
        let found = SERVER.dependencies(["tonic", "aws-lc-rs", "aws-smithy-types"].into_iter());
        assert_eq!(
            found,
            ["crates/tf6server/Cargo.toml: depends on aws-smithy-types, but knows nothing of AWS"]
        );
    }

    #[test]
    fn the_gateway_uses_names_and_nothing_of_terraform() {
        let of = |text| {
            findings(
                GATEWAY,
                &[
                    ("src/lib.rs", "mod gateway; mod names; mod provider; use tf_provider::Schema;"),
                    ("src/gateway/mod.rs", text),
                    ("src/names.rs", "pub struct Name;"),
                    ("src/provider.rs", "pub use crate::names::Name; pub fn region() {}"),
                ],
            )
        };
        assert_eq!(of("use tf_provider::Diagnostics;").len(), 1);
        assert_eq!(of("fn f() { tf6server::serve() }").len(), 1);
        assert_eq!(of("use crate::provider;").len(), 1);
        assert_eq!(
            of("fn f() { crate::provider::region() }"),
            ["src/gateway/mod.rs: uses `crate::provider::region`, but knows nothing of Terraform"]
        );
        assert!(of("use crate::names::Name; use aws_sdk_sts::Client; fn f(_: Name) {}").is_empty());
    }
}
