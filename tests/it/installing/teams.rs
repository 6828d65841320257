//! A team's lock file: one for all the platforms on which the team works.

use std::path::PathBuf;

use super::guide::{self, Block, OTHER_PLATFORMS};
use super::key::Key;
use super::machine::{Clone, Machine};
use super::registry::Registry;
use super::set::ReleaseSet;
use super::site::Site;
use super::{Scenario, row};
use crate::harness::install::platform;

pub(super) const SCENARIOS: [Scenario; 4] = [
    row!(a_lock_file_for_several_platforms_comes_from_a_registry),
    row!(a_lock_file_for_several_platforms_comes_from_a_filesystem_mirror),
    row!(a_lock_file_for_several_platforms_comes_from_a_network_mirror),
    row!(a_lock_file_of_another_platform_is_refused_until_it_has_this_one).on_newest(),
];

/// A release for the platforms of the guide and this one.
fn release(machine: &Machine) -> ReleaseSet {
    let here = platform();
    let [one, other] = OTHER_PLATFORMS;
    let platforms = [&here, one, other];
    machine.release.like(&machine.folder, &machine.release.version, &platforms, &Key::new())
}

/// The mirror of such a release, made by the verb.
fn mirror(machine: &Machine) -> PathBuf {
    let set = release(machine);
    let mirror = machine.folder.join("mirror");
    super::mirrors::make(machine, &set, &mirror);
    mirror
}

fn a_lock_file_for_several_platforms_comes_from_a_registry(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &release(machine));
    let clone = machine.clone_with("clone", &registry.source()).trusting(&registry.site);
    clone.follow(&guide::LOCK.with_source(&registry.source()));
    holds_each_platform(&clone);
    clone.succeeds(&["init", "-no-color", "-input=false", "-lockfile=readonly"]);
    clone.plans();
}

fn a_lock_file_for_several_platforms_comes_from_a_filesystem_mirror(machine: &Machine) {
    let mirror = mirror(machine);
    let mirror = mirror.to_str().expect("a path in text");
    let clone = machine.clone_of_the_configuration("clone");
    clone.settings(&guide::FILESYSTEM_MIRROR.with_folder(mirror));
    clone.follow(&guide::LOCK_FROM_FOLDER.with_folder(mirror));
    holds_each_platform(&clone);
    clone.succeeds(&["init", "-no-color", "-input=false", "-lockfile=readonly"]);
    clone.plans();
}

fn a_lock_file_for_several_platforms_comes_from_a_network_mirror(machine: &Machine) {
    let site = Site::of(&mirror(machine));
    let clone = machine.clone_of_the_configuration("clone").trusting(&site);
    clone.settings(&guide::NETWORK_MIRROR.with_url(&site.url()));
    clone.follow(&guide::LOCK_FROM_SERVER.with_url(&site.url()));
    holds_each_platform(&clone);
    clone.succeeds(&["init", "-no-color", "-input=false", "-lockfile=readonly"]);
    clone.plans();
}

/// One hash of files for each platform that the guide's command names.
fn holds_each_platform(clone: &Clone<'_>) {
    assert_eq!(clone.hashes("h1"), 1 + OTHER_PLATFORMS.len(), "{}", clone.lock());
}

fn a_lock_file_of_another_platform_is_refused_until_it_has_this_one(machine: &Machine) {
    let mirror = mirror(machine);
    let mirror = mirror.to_str().expect("a path in text");
    let settings = guide::FILESYSTEM_MIRROR.with_folder(mirror);
    let clone = machine.clone_of_the_configuration("clone");
    clone.settings(&settings);
    clone.succeeds(&[
        "providers",
        "lock",
        "-no-color",
        &format!("-fs-mirror={mirror}"),
        "-platform=windows_amd64",
    ]);
    clone.init_is_refused(
        "doesn't match any of the checksums previously recorded in the dependency lock file",
    );
    let block: &Block = &guide::LOCK_FROM_FOLDER;
    clone.follow(&block.with_folder(mirror));
    clone.init();
    clone.plans();
}
