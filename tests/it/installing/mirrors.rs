//! Mirrors as `cargo xtask mirror` makes them.

use std::fs;
use std::path::Path;

use apigatewayv2::address::NAMESPACE_AND_TYPE;
use serde_json::Value;

use super::guide;
use super::key::Key;
use super::machine::Machine;
use super::registry::Registry;
use super::set::ReleaseSet;
use super::site::Site;
use super::{Scenario, row};
use crate::harness::install::platform;

pub(super) const SCENARIOS: [Scenario; 6] = [
    row!(a_filesystem_mirror_installs),
    row!(a_network_mirror_installs),
    row!(the_folder_that_terraform_knows_installs_without_settings).on_newest(),
    row!(a_version_that_is_added_to_a_mirror_is_an_upgrade).on_newest(),
    row!(a_network_mirror_whose_archive_was_changed_is_refused),
    row!(a_mirror_says_what_terraform_itself_writes_into_one).on_newest(),
];

/// Adds a set to a mirror, by the command of the guide.
pub(super) fn make(machine: &Machine, set: &ReleaseSet, mirror: &Path) {
    let clone = machine.clone_of_the_configuration("maker");
    let command = guide::MAKE_MIRROR.with_folder(mirror.to_str().expect("a path in text"));
    let from = set.folder.to_str().expect("a path in text");
    assert!(command.contains("release-files"), "{command}");
    clone.follow(&command.replace("release-files", from));
}

fn a_filesystem_mirror_installs(machine: &Machine) {
    let mirror = machine.folder.join("mirror");
    make(machine, &machine.release, &mirror);
    let clone = machine.clone_of_the_configuration("clone");
    clone.settings(&guide::FILESYSTEM_MIRROR.with_folder(mirror.to_str().expect("a path in text")));
    let init = clone.init();
    assert!(init.stdout.contains("(unauthenticated)"), "{}", init.text());
    assert_eq!(clone.hashes("h1"), 1, "{}", clone.lock());
    clone.plans();
}

fn a_network_mirror_installs(machine: &Machine) {
    let mirror = machine.folder.join("mirror");
    make(machine, &machine.release, &mirror);
    let site = Site::of(&mirror);
    let clone = machine.clone_of_the_configuration("clone").trusting(&site);
    clone.settings(&guide::NETWORK_MIRROR.with_url(&site.url()));
    let init = clone.init();
    assert!(init.stdout.contains("(verified checksum)"), "{}", init.text());
    assert_eq!(clone.hashes("h1"), 1, "{}", clone.lock());
    clone.plans();
}

fn the_folder_that_terraform_knows_installs_without_settings(machine: &Machine) {
    let clone = machine.clone_of_the_configuration("clone");
    // A clone's folder is its user's home.
    make(machine, &machine.release, &clone.folder.join(".terraform.d/plugins"));
    clone.init();
    clone.plans();
}

fn a_version_that_is_added_to_a_mirror_is_an_upgrade(machine: &Machine) {
    let mirror = machine.folder.join("mirror");
    make(machine, &machine.release, &mirror);
    let clone = machine.clone_of_the_configuration("clone");
    clone.settings(&guide::FILESYSTEM_MIRROR.with_folder(mirror.to_str().expect("a path in text")));
    clone.init();
    let before = clone.lock();

    let next = machine.next_version();
    let set = machine.release.like(&machine.folder, &next, &[&platform()], &Key::new());
    make(machine, &set, &mirror);
    clone.init();
    assert_eq!(clone.lock(), before);
    let upgraded = clone.follow(&guide::UPGRADE.text());
    assert!(upgraded.stdout.contains(&format!("v{next}")), "{}", upgraded.text());
    clone.plans();
}

fn a_network_mirror_whose_archive_was_changed_is_refused(machine: &Machine) {
    let mirror = machine.folder.join("mirror");
    make(machine, &machine.release, &mirror);
    for host in apigatewayv2::address::hosts() {
        let archive = machine.release.archive(&platform());
        let name = archive.file_name().expect("a name");
        let changed = mirror.join(host).join(NAMESPACE_AND_TYPE).join(name);
        super::refused::change(&archive, &changed);
    }
    let site = Site::of(&mirror);
    let clone = machine.clone_of_the_configuration("clone").trusting(&site);
    clone.settings(&guide::NETWORK_MIRROR.with_url(&site.url()));
    clone.init_is_refused("provider package doesn't match the any of the expected checksums");
}

fn a_mirror_says_what_terraform_itself_writes_into_one(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let clone = machine.clone_with("clone", &registry.source()).trusting(&registry.site);
    clone.succeeds(&["providers", "mirror", "terraforms"]);
    let mirror = machine.folder.join("mirror");
    make(machine, &machine.release, &mirror);

    let theirs = clone.folder.join("terraforms").join(registry.source());
    let ours = mirror.join(apigatewayv2::address::hosts()[0]).join(NAMESPACE_AND_TYPE);
    let read = |folder: &Path, name: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(name)).expect(name)).expect("JSON")
    };
    assert_eq!(read(&ours, "index.json"), read(&theirs, "index.json"));
    let of_version = format!("{}.json", machine.release.version);
    let here = |folder| read(folder, &of_version)["archives"][platform()].clone();
    let (ours, theirs) = (here(&ours), here(&theirs));
    assert_eq!(ours["url"], theirs["url"]);
    let ours = ours["hashes"].as_array().expect("hashes");
    let theirs = theirs["hashes"].as_array().expect("hashes");
    assert!(!theirs.is_empty() && theirs.iter().all(|hash| ours.contains(hash)), "{theirs:?} in {ours:?}");
}
