//! The files that registries take, and those that are beside them.

use std::fs;
use std::path::Path;
use std::process::Command;

use apigatewayv2::address;
use serde_json::json;

use super::{Check, archive, named, program, property, sbom, sum};
use crate::harness::process;

pub(super) const CHECKS: [Check; 4] = [
    ("the_sums_are_those_of_the_archive_and_the_manifest", sums_are_of_archive_and_manifest),
    ("what_is_beside_the_archives_is_summed_apart", the_rest_is_summed_apart),
    ("the_published_key_verifies_the_sums_and_nothing_else", signatures_are_good),
    ("the_sbom_is_that_of_the_archive", the_sbom_is_of_the_archive),
];

fn sums_are_of_archive_and_manifest(dist: &Path) {
    holds(dist, &named("SHA256SUMS"), &[archive(), named("manifest.json")]);
    let manifest = fs::read(dist.join(named("manifest.json"))).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("a manifest in JSON");
    assert_eq!(manifest, json!({"version": 1, "metadata": {"protocol_versions": ["6.0"]}}));
}

fn the_rest_is_summed_apart(dist: &Path) {
    holds(dist, &named("sboms_SHA256SUMS"), &[format!("{}.cdx.json", archive())]);
}

/// The sums list these files, with what they have.
fn holds(dist: &Path, sums: &str, files: &[String]) {
    let sums = fs::read_to_string(dist.join(sums)).expect("the sums");
    let of = |name: &String| format!("{}  {name}", sum(&fs::read(dist.join(name)).expect("a file")));
    assert_eq!(sums.lines().collect::<Vec<_>>(), files.iter().map(of).collect::<Vec<_>>());
}

fn signatures_are_good(dist: &Path) {
    // Not below a long path: GnuPG's sockets have none.
    let home = tempfile::Builder::new().prefix("gpg").tempdir().expect("a keyring");
    let gpg = |arguments: &[&Path]| {
        let mut gpg = Command::new("gpg");
        gpg.args(["--batch", "--no-tty", "--no-autostart", "--homedir"]).arg(home.path());
        process::run(gpg.args(arguments))
    };
    let imported = gpg(&[Path::new("--import"), &dist.join(named("key.asc"))]);
    assert_eq!(imported.code, 0, "{}", imported.text());
    for sums in [named("SHA256SUMS"), named("sboms_SHA256SUMS")] {
        let signature = dist.join(format!("{sums}.sig"));
        let verified = gpg(&[Path::new("--verify"), &signature, &dist.join(&sums)]);
        assert_eq!(verified.code, 0, "{}", verified.text());
        assert!(verified.stderr.contains("using RSA key"), "{}", verified.stderr);
        // Registries read the binary form, which begins with a byte that is no text.
        let bytes = fs::read(&signature).expect("the signature");
        assert!(bytes.first().is_some_and(|first| first & 0x80 != 0), "an armoured signature");

        let changed = home.path().join("changed");
        fs::write(&changed, fs::read_to_string(dist.join(&sums)).expect("the sums") + "\n").expect("a copy");
        let refused = gpg(&[Path::new("--verify"), &signature, &changed]);
        assert_eq!(refused.code, 1, "{}", refused.text());
        assert!(refused.stderr.contains("BAD signature"), "{}", refused.stderr);
    }
}

fn the_sbom_is_of_the_archive(dist: &Path) {
    let sbom = sbom(dist);
    let provider = &sbom["metadata"]["component"];
    assert_eq!(provider["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(provider["hashes"][0]["content"], sum(&program(dist)));
    let distribution = &provider["externalReferences"][0];
    assert_eq!(distribution["url"], archive());
    let archive = fs::read(dist.join(archive())).expect("the archive");
    assert_eq!(distribution["hashes"][0]["content"], sum(&archive));
    for wanted in ["commit", "target", "rustc", "C compiler", "linker"] {
        let value = property(&sbom, wanted);
        assert!(value > Some(""), "{wanted}: {value:?}");
    }
    assert_eq!(property(&sbom, "source-address"), Some(address::SOURCE_ADDRESS));
}
