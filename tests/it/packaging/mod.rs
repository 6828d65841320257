//! The release: what a registry would serve is whole and signed, installs and
//! plans.

mod goreleaser;
mod program;
mod set;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use apigatewayv2::address::{self, NAMESPACE_AND_TYPE};
use libtest_mimic::Trial;
use local_gateway::{LocalGateway, Seed};
use sha2::{Digest, Sha256};

use crate::harness::endpoint::EndpointLane;
use crate::harness::install::{MAPPING, REQUIRED_PROVIDERS, platform, write_cli_config};
use crate::harness::lanes::Lanes;
use crate::harness::process;
use crate::harness::project::terraform_command;
use crate::harness::terraform::TerraformLane;
use crate::harness::{leftovers, provider_block};

const PROVIDER: &str = "terraform-provider-apigatewayv2";

/// The set as it is, and one trial for each Terraform, when there is a release to
/// install. What only a release is holds where the archive has one.
pub(crate) fn trials(lanes: &Lanes) -> Vec<Trial> {
    let Some(dist) = &lanes.dist else { return Vec::new() };
    let mut checks = set::CHECKS.to_vec();
    if lanes.release_binary {
        checks.extend(program::CHECKS);
    }
    if lanes.goreleaser {
        checks.extend(goreleaser::CHECKS);
    }
    let mut trials: Vec<_> = checks
        .into_iter()
        .map(|(name, check)| {
            let dist = dist.clone();
            Trial::test(format!("packaging::{name}"), move || {
                check(&dist);
                Ok(())
            })
        })
        .collect();
    trials.extend(lanes.terraforms.iter().cloned().map(|lane| {
        let dist = dist.clone();
        let name = format!("packaging::the_archive_installs_and_plans::{}::local", lane.name);
        Trial::test(name, move || {
            installs_and_plans(&lane, &dist);
            Ok(())
        })
    }));
    trials
}

/// A sentence, and what holds it against the folder of the set.
type Check = (&'static str, fn(&Path));

fn named(rest: &str) -> String {
    format!("{PROVIDER}_{}_{rest}", env!("CARGO_PKG_VERSION"))
}

fn archive() -> String {
    named(&format!("{}.zip", platform()))
}

/// The provider as it is in the archive.
fn program(dist: &Path) -> Vec<u8> {
    let archive = fs::File::open(dist.join(archive())).expect("the archive");
    let mut archive = zip::ZipArchive::new(archive).expect("a zip archive");
    let mut program = Vec::new();
    let name = format!("{PROVIDER}{}", std::env::consts::EXE_SUFFIX);
    archive.by_name(&name).expect("the provider").read_to_end(&mut program).expect("its contents");
    program
}

/// The SBOM that is beside the archive.
fn sbom(dist: &Path) -> serde_json::Value {
    let text = fs::read(dist.join(format!("{}.cdx.json", archive()))).expect("the SBOM");
    serde_json::from_slice(&text).expect("an SBOM in JSON")
}

/// What an SBOM says of the build.
fn property<'a>(sbom: &'a serde_json::Value, name: &str) -> Option<&'a str> {
    let properties = sbom["metadata"]["properties"].as_array()?;
    properties.iter().find(|property| property["name"] == format!("build:{name}"))?["value"].as_str()
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn installs_and_plans(lane: &TerraformLane, dist: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = folder.path().join("project");
    fs::create_dir_all(&project).expect("the project");
    let mirror = packed_mirror(dist, folder.path());
    let cli_config = folder.path().join("cli.tfrc");
    write_cli_config(&cli_config, &mirror);

    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    fs::write(project.join("main.tf"), configuration(&by_name(&aws.url()))).expect("main.tf");
    let run = |arguments: &[&str]| {
        let finished = process::run(terraform_command(lane, &project, &cli_config).args(arguments));
        assert_ne!(finished.code, 1, "{arguments:?}\n{}", finished.text());
        finished
    };
    run(&["init", "-no-color", "-input=false"]);
    let lock = fs::read_to_string(project.join(".terraform.lock.hcl")).expect("a lock file");
    assert!(lock.contains(&format!("{}\" {{", lane.address())) && lock.contains("\"h1:"), "{lock}");
    let planned = run(&["plan", "-no-color", "-input=false", "-detailed-exitcode"]);
    assert_eq!(planned.code, 2, "{}", planned.text());
    assert!(planned.stdout.contains("Plan: 1 to add, 0 to change, 0 to destroy."), "{}", planned.text());
    leftovers::check(&project);
}

/// A static program resolves names without the libraries of the system.
fn by_name(url: &str) -> String {
    assert!(url.contains("127.0.0.1"), "{url}");
    url.replace("127.0.0.1", "localhost")
}

/// A mirror that holds the release's archive as it is.
fn packed_mirror(dist: &Path, folder: &Path) -> PathBuf {
    let mirror = folder.join("mirror");
    for host in address::hosts() {
        let place = mirror.join(host).join(NAMESPACE_AND_TYPE);
        fs::create_dir_all(&place).expect("the mirror");
        fs::copy(dist.join(archive()), place.join(archive())).expect("the archive of this machine");
    }
    mirror
}

fn configuration(url: &str) -> String {
    format!("{}{}{MAPPING}", *REQUIRED_PROVIDERS, provider_block(url, EndpointLane::LOCAL_ACCOUNT, ""))
}
