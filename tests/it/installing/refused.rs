//! What a registry may not get past `init`.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::key::Key;
use super::machine::{Clone, Machine, one_line};
use super::registry::Registry;
use super::set::{ReleaseSet, sum};
use super::strangers::found_at;
use super::{Scenario, row};
use crate::harness::install::platform;

pub(super) const SCENARIOS: [Scenario; 7] = [
    row!(an_archive_that_was_changed_is_refused),
    row!(an_archive_that_the_signed_sums_do_not_have_is_refused).on_newest(),
    row!(sums_that_were_changed_after_they_were_signed_are_refused).on_newest(),
    row!(a_signature_by_another_key_is_refused).on_newest(),
    row!(a_registry_that_gives_out_no_key_is_refused).on_newest(),
    row!(opentofu_asks_for_a_key_in_its_own_registry_when_it_is_told_to),
    row!(another_archive_than_that_of_the_lock_file_is_refused),
];

fn clone<'a>(machine: &'a Machine, registry: &Registry) -> Clone<'a> {
    machine.clone_with("clone", &registry.source()).trusting(&registry.site)
}

/// This machine's archive alone, signed with a key of the trial.
fn signed(machine: &Machine, key: &Key) -> ReleaseSet {
    machine.release.like(&machine.folder, &machine.release.version, &[&platform()], key)
}

/// The same program, and one file that differs.
pub(super) fn change(archive: &Path, changed: &Path) {
    let mut source = ZipArchive::new(File::open(archive).expect("an archive")).expect("a zip archive");
    let mut bytes = Vec::new();
    let mut target = ZipWriter::new(std::io::Cursor::new(&mut bytes));
    for index in 0..source.len() {
        let file = source.by_index_raw(index).expect("a file of the archive");
        target.raw_copy_file(file).expect("a copy in the archive");
    }
    target.start_file("README.txt", SimpleFileOptions::default()).expect("one more file");
    target.write_all(b"changed").expect("its contents");
    target.finish().expect("the end of the archive");
    fs::write(changed, bytes).expect("the changed archive");
}

fn an_archive_that_was_changed_is_refused(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let archive = machine.release.archive(&platform());
    change(&archive, &registry.files(&machine.release).join(archive.file_name().expect("a name")));
    clone(machine, &registry).init_is_refused("archive has incorrect checksum");
}

fn an_archive_that_the_signed_sums_do_not_have_is_refused(machine: &Machine) {
    let key = Key::new();
    let set = signed(machine, &key);
    let right = sum(&set.archive(&platform()));
    let sums = fs::read_to_string(set.sums()).expect("the sums").replace(&right, &"0".repeat(64));
    fs::write(set.sums(), sums).expect("wrong sums");
    set.sign(&key);
    let registry = Registry::with(&machine.folder, &set);
    // What the registry tells of the archive is right, and the sums are not,
    let clone = clone(machine, &registry);
    clone.init_is_refused("checksum list has unexpected SHA-256 hash");
    // or both are wrong.
    registry.tell(&set, |answer| answer["shasum"] = json!("0".repeat(64)));
    clone.init_is_refused("archive has incorrect checksum");
}

fn sums_that_were_changed_after_they_were_signed_are_refused(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let sums = registry.files(&machine.release).join(machine.release.name("SHA256SUMS"));
    let text = fs::read_to_string(&sums).expect("the sums") + &format!("{}  more.zip\n", "0".repeat(64));
    fs::write(&sums, text).expect("changed sums");
    clone(machine, &registry).init_is_refused("error checking signature");
}

fn a_signature_by_another_key_is_refused(machine: &Machine) {
    let set = signed(machine, &Key::new());
    set.sign(&Key::new());
    let registry = Registry::with(&machine.folder, &set);
    clone(machine, &registry).init_is_refused("authentication signature from unknown issuer");
}

fn a_registry_that_gives_out_no_key_is_refused(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    registry.tell(&machine.release, |answer| answer["signing_keys"] = json!({"gpg_public_keys": []}));
    clone(machine, &registry).init_is_refused("authentication signature from unknown issuer");
}

/// Terraform asks for a key everywhere.
fn opentofu_asks_for_a_key_in_its_own_registry_when_it_is_told_to(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    registry.tell(&machine.release, |answer| answer["signing_keys"] = json!({"gpg_public_keys": []}));
    let host = machine.lane.registry();
    let source = format!("{host}/{}", apigatewayv2::address::NAMESPACE_AND_TYPE);
    let clone = machine.clone_with("clone", &source).trusting(&registry.site);
    clone.settings(&found_at(host, &registry));
    let unknown = "authentication signature from unknown issuer";
    let init = ["init", "-no-color", "-input=false"];
    let told = clone.run_with(&init, &[("OPENTOFU_ENFORCE_GPG_VALIDATION", "true")]);
    assert_eq!(told.code, 1, "{}", told.text());
    assert!(one_line(&told.text()).contains(unknown), "{}", told.text());
    if machine.lane.opentofu {
        let init = clone.init();
        assert!(one_line(&init.text()).contains("Signature validation was skipped"), "{}", init.text());
    } else {
        clone.init_is_refused(unknown);
    }
}

fn another_archive_than_that_of_the_lock_file_is_refused(machine: &Machine) {
    let key = Key::new();
    let set = signed(machine, &key);
    let registry = Registry::with(&machine.folder, &set);
    let first = clone(machine, &registry);
    first.init();

    let archive = set.archive(&platform());
    change(&archive, &archive);
    set.sum();
    set.sign(&key);
    registry.publish(&set);
    let second = machine.clone_with("second", &registry.source()).trusting(&registry.site);
    second.take_lock_of(&first);
    second.init_is_refused(
        "doesn't match any of the checksums previously recorded in the dependency lock file",
    );
    // Without the lock file, it is an archive like any other.
    machine.clone_with("third", &registry.source()).trusting(&registry.site).init();
}
