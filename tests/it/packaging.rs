//! The release: what a registry would serve installs and plans.

use std::fs;
use std::path::{Path, PathBuf};

use apigatewayv2::address::{self, NAMESPACE_AND_TYPE};
use libtest_mimic::Trial;
use local_gateway::{LocalGateway, Seed};
use sha2::{Digest, Sha256};

use crate::harness::endpoint::EndpointLane;
use crate::harness::install::{REQUIRED_PROVIDERS, platform, write_cli_config};
use crate::harness::lanes::Lanes;
use crate::harness::process;
use crate::harness::project::terraform_command;
use crate::harness::terraform::TerraformLane;
use crate::harness::{leftovers, provider_block};

const PROVIDER: &str = "terraform-provider-apigatewayv2";

/// One trial for each Terraform, when there is a release to install.
pub(crate) fn trials(lanes: &Lanes) -> Vec<Trial> {
    let Some(dist) = &lanes.dist else { return Vec::new() };
    let mut trials = vec![Trial::test("packaging::the_sums_are_those_of_the_archive_and_the_manifest", {
        let dist = dist.clone();
        move || {
            sums_are_right(&dist);
            Ok(())
        }
    })];
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

fn named(rest: &str) -> String {
    format!("{PROVIDER}_{}_{rest}", env!("CARGO_PKG_VERSION"))
}

fn archive() -> String {
    named(&format!("{}.zip", platform()))
}

fn sums_are_right(dist: &Path) {
    let sums = fs::read_to_string(dist.join(named("SHA256SUMS"))).expect("the sums");
    let mut listed: Vec<_> = sums.lines().filter_map(|line| line.split_once("  ")).collect();
    listed.sort_by_key(|(_, name)| *name);
    let sum_of = |name: String| {
        let digest = Sha256::digest(fs::read(dist.join(&name)).expect("a file that is named"));
        (digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), name)
    };
    let expected = [archive(), named("manifest.json")].map(sum_of);
    assert_eq!(listed, expected.each_ref().map(|(sum, name)| (sum.as_str(), name.as_str())));
    let manifest = fs::read(dist.join(named("manifest.json"))).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("a manifest in JSON");
    assert_eq!(manifest, serde_json::json!({"version": 1, "metadata": {"protocol_versions": ["6.0"]}}));
}

fn installs_and_plans(lane: &TerraformLane, dist: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = folder.path().join("project");
    fs::create_dir_all(&project).expect("the project");
    let mirror = packed_mirror(dist, folder.path());
    let cli_config = folder.path().join("cli.tfrc");
    write_cli_config(&cli_config, &mirror);

    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    fs::write(project.join("main.tf"), configuration(&aws.url())).expect("main.tf");
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
    let resource = r#"
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "orders"
}
"#;
    format!("{}{}{resource}", *REQUIRED_PROVIDERS, provider_block(url, EndpointLane::LOCAL_ACCOUNT, ""))
}
