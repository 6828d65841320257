//! Every example that people copy validates without a word.

use std::fs;
use std::path::{Path, PathBuf};

use apigatewayv2::address;
use libtest_mimic::Trial;

use crate::harness::install::REQUIRED_PROVIDERS;
use crate::harness::{Need, Needs, Outcome, Project, Ready, leftovers};

/// One trial for each file of HCL under `examples/` and each Terraform.
pub(crate) fn trials(terraforms: &[Ready]) -> Vec<Trial> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files = Vec::new();
    collect(&examples, &mut files);
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let name = file.strip_prefix(&examples).unwrap_or(&file).display().to_string();
        for ready in terraforms.iter().filter(|ready| ready.lane.offers(needs(&name))).cloned() {
            let file = file.clone();
            let name = format!("examples::{name}_validates::{}::offline", ready.lane.name);
            trials.push(Trial::test(name, move || {
                validates(&file, &ready);
                Ok(())
            }));
        }
    }
    trials
}

/// What reads the file.
fn needs(name: &str) -> Needs {
    match name {
        name if name.ends_with(".tfquery.hcl") => Needs::Endpoint(&[Need::Query]),
        name if name.starts_with("data-sources/apigatewayv2_api_mappings/") => {
            Needs::Endpoint(&[Need::ImportForEach])
        }
        "removing/removed.tf" => Needs::Endpoint(&[Need::Removed]),
        name if name.ends_with("import-by-identity.tf") => Needs::Endpoint(&[Need::Identity]),
        _ => Needs::Nothing,
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "tf") || is_query(&path) {
            files.push(path);
        }
    }
}

fn is_query(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".tfquery.hcl")
}

/// An example about importing stands beside the resource that it imports.
fn validates(file: &Path, ready: &Ready) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = Project::new(&ready.lane, &ready.installation, folder.path());
    let text = address::in_text(&fs::read_to_string(file).expect("the example"));
    let versions = if text.contains("required_providers") { "" } else { REQUIRED_PROVIDERS.as_str() };
    let name = if is_query(file) { "main.tfquery.hcl" } else { "main.tf" };
    project.file("versions.tf", versions).file(name, &text);
    let resource = file.with_file_name("resource.tf");
    if file != resource && text.contains("import {") && resource.exists() {
        project.file("resource.tf", &fs::read_to_string(resource).expect("the resource's example"));
    }
    let query = is_query(file).then_some("-query");
    let options: Vec<&str> = ["validate", "-json"].into_iter().chain(query).collect();
    let validated = Outcome::from_validation(&project.run(&options)).succeeds();
    assert_eq!(validated.diagnostics.len(), 0, "{}", validated.text);
    leftovers::check(folder.path());
}
