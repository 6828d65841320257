//! A stranger installs from a registry.

use apigatewayv2::address::{self, DEFAULT_HOSTS, DEFAULT_SOURCE};

use super::machine::Machine;
use super::registry::Registry;
use super::{Scenario, guide, row};
use crate::installing::key::Key;

pub(super) const SCENARIOS: [Scenario; 5] = [
    row!(init_installs_from_a_registry_checks_the_signature_and_writes_the_lock_file),
    row!(the_default_registry_needs_nothing_but_the_source_address),
    row!(init_keeps_the_version_until_it_is_told_to_upgrade),
    row!(a_state_goes_to_another_source_address).on_newest(),
    row!(init_forgets_a_provider_that_no_configuration_names).on_newest(),
];

fn init_installs_from_a_registry_checks_the_signature_and_writes_the_lock_file(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let first = machine.clone_with("first", &registry.source()).trusting(&registry.site);
    let init = first.init();
    let words = format!(
        "Installed {} v{} ({}, key ID {})",
        registry.source(),
        machine.release.version,
        machine.says("self-signed", "signed"),
        machine.release.key_id()
    );
    assert!(init.stdout.contains(&words), "{words} is not in\n{}", init.text());
    // The sums list the archive and the manifest, and the lock file takes both.
    assert_eq!((first.hashes("h1"), first.hashes("zh")), (1, 2), "{}", first.lock());
    first.plans();

    let second = machine.clone_with("second", &registry.source()).trusting(&registry.site);
    second.take_lock_of(&first);
    let init = second.init();
    assert!(init.stdout.contains("from the dependency lock file"), "{}", init.text());
    assert_eq!(second.lock(), first.lock());
    second.plans();
}

fn the_default_registry_needs_nothing_but_the_source_address(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let address = machine.lane.address();
    let clone = machine.clone_of_the_configuration("clone").trusting(&registry.site);
    let host = address.split('/').next().expect("a host");
    clone.settings(&found_at(host, &registry));
    let init = clone.init();
    assert!(init.stdout.contains(&machine.release.key_id()), "{}", init.text());
    assert!(clone.lock().contains(&format!("provider \"{address}\" {{")), "{}", clone.lock());
    clone.plans();
}

/// Leads the name of a host to our registry, in place of discovery.
pub(super) fn found_at(host: &str, registry: &Registry) -> String {
    let url = registry.providers_url();
    format!("host {host:?} {{\n  services = {{\n    \"providers.v1\" = {url:?}\n  }}\n}}\n")
}

fn init_keeps_the_version_until_it_is_told_to_upgrade(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let clone = machine.clone_with("clone", &registry.source()).trusting(&registry.site);
    clone.init();
    let next = machine.next_version();
    let here = [crate::harness::install::platform()];
    let here = here.each_ref().map(String::as_str);
    registry.publish(&machine.release.like(&machine.folder, &next, &here, &Key::new()));

    clone.init();
    let version = |version: &str| format!("version = {version:?}");
    let lock = super::machine::one_line(&clone.lock());
    assert!(lock.contains(&version(&machine.release.version)), "{lock}");
    clone.follow(&guide::UPGRADE.text());
    let lock = super::machine::one_line(&clone.lock());
    assert!(lock.contains(&version(&next)), "{lock}");
    clone.plans();
}

fn a_state_goes_to_another_source_address(machine: &Machine) {
    let mirror = machine.folder.join("mirror");
    super::mirrors::make(machine, &machine.release, &mirror);
    let registry = Registry::with(&machine.folder, &machine.release);
    let clone = machine.clone_of_the_configuration("clone").trusting(&registry.site);
    clone.settings(&guide::FILESYSTEM_MIRROR.with_folder(mirror.to_str().expect("a path in text")));
    clone.init();
    let aws = clone.configures_a_mapping();
    clone.succeeds(&["apply", "-no-color", "-input=false", "-auto-approve"]);

    clone.names_the_source(&registry.source());
    let commands = guide::REPLACE_PROVIDER.text();
    let from = address::in_text(&format!("{}/{DEFAULT_SOURCE}", DEFAULT_HOSTS[0]));
    let to = "registry.example.com/new/apigatewayv2";
    assert!(commands.contains(&from) && commands.contains(to), "{commands}");
    clone.follow(&commands.replace(to, &registry.source()).replace(&from, &machine.lane.address()));
    let planned = clone.succeeds(&["plan", "-no-color", "-input=false", "-detailed-exitcode"]);
    assert!(planned.stdout.contains("No changes."), "{}", planned.text());
    drop(aws);
}

fn init_forgets_a_provider_that_no_configuration_names(machine: &Machine) {
    let registry = Registry::with(&machine.folder, &machine.release);
    let clone = machine.clone_with("clone", &registry.source()).trusting(&registry.site);
    clone.init();
    assert!(clone.lock().contains("apigatewayv2"), "{}", clone.lock());
    std::fs::write(clone.folder.join("versions.tf"), "output \"rest\" {\n  value = 1\n}\n")
        .expect("versions.tf");
    clone.init();
    assert!(!clone.lock().contains("apigatewayv2"), "{}", clone.lock());
}
