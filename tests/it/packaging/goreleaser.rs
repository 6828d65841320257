//! GoReleaser, where it is installed, makes what `cargo xtask dist` makes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::Command;

use super::{Check, archive, named, property, sbom, sum};
use crate::harness::process::{self, Finished};

pub(super) const CHECKS: [Check; 2] = [
    ("goreleaser_accepts_its_description", accepts_its_description),
    ("goreleaser_makes_the_same_names_and_files", makes_the_same_names_and_files),
];

fn accepts_its_description(_: &Path) {
    let checked = goreleaser(&["check"]);
    assert_eq!(checked.code, 0, "{}", checked.text());
}

fn makes_the_same_names_and_files(dist: &Path) {
    let made = goreleaser(&["release", "--snapshot", "--clean"]);
    assert_eq!(made.code, 0, "{}", made.text());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/goreleaser");
    let [one, other] = [folder.as_path(), dist].map(|folder| unpacked(&folder.join(archive())));
    let modes =
        |files: &Files| files.iter().map(|(name, file)| (name.clone(), file.mode)).collect::<Vec<_>>();
    assert_eq!(modes(&one), modes(&other));
    // GoReleaser's program for Linux has glibc in it, and another one than a release.
    let sbom = sbom(dist);
    let target = property(&sbom, "target").expect("the SBOM names the target");
    if !target.ends_with("-musl") {
        let sums = |files: &Files| files.values().map(|file| file.sum.clone()).collect::<Vec<_>>();
        assert_eq!(sums(&one), sums(&other));
    }
    let names = |folder: &Path| {
        let sums = fs::read_to_string(folder.join(named("SHA256SUMS"))).expect("the sums");
        let mut names: Vec<_> =
            sums.lines().filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned).collect();
        names.sort();
        names
    };
    assert_eq!(names(&folder), names(dist));
}

/// In the checkout, for the version that `Cargo.toml` says.
fn goreleaser(arguments: &[&str]) -> Finished {
    let mut goreleaser = Command::new("goreleaser");
    goreleaser.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    // In a repository without a remote it does not look at the version.
    goreleaser.envs([("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "remote.origin.url")]);
    goreleaser.env("GIT_CONFIG_VALUE_0", "https://example.com/local/terraform-provider-apigatewayv2");
    process::run(goreleaser.env("GORELEASER_CURRENT_TAG", concat!("v", env!("CARGO_PKG_VERSION"))))
}

/// The files of an archive by name.
type Files = BTreeMap<String, Packed>;

struct Packed {
    mode: Option<u32>,
    sum: String,
}

fn unpacked(zip: &Path) -> Files {
    let file = File::open(zip).unwrap_or_else(|error| panic!("{}: {error}", zip.display()));
    let mut archive = zip::ZipArchive::new(file).expect("a zip archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("a file");
        let mut contents = Vec::new();
        entry.read_to_end(&mut contents).expect("its contents");
        let mode = entry.unix_mode().map(|mode| mode & 0o777);
        let name = entry.name().expect("a name").into_owned();
        files.insert(name, Packed { mode, sum: sum(&contents) });
    }
    files
}
