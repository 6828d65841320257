//! Every example that people copy validates without a word.

use std::fs;
use std::path::{Path, PathBuf};

use apigatewayv2::address;
use libtest_mimic::Trial;
use regex::Regex;

use crate::harness::install::REQUIRED_PROVIDERS;
use crate::harness::{Need, Needs, Outcome, Project, Ready, leftovers};

/// A file of HCL under `examples/`.
#[derive(Clone)]
pub(crate) struct Example {
    file: PathBuf,
    /// Its path below `examples/`.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Example {
    /// Puts what lies beside it and that it may read, such as policies, into a project.
    pub(crate) fn lay_out_documents(&self, project: &Project) {
        let folder = self.file.parent().expect("an example lies in a folder");
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
                project.file(&name, &fs::read_to_string(&path).expect("a document"));
            }
        }
    }

    /// Every one of them, in the order of their names.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        let mut files = Vec::new();
        collect(&folder, &mut files);
        files.sort();
        let read = |file: PathBuf| Self {
            name: file.strip_prefix(&folder).unwrap_or(&file).display().to_string(),
            text: address::in_text(&fs::read_to_string(&file).expect("the example")),
            file,
        };
        files.into_iter().map(read).collect()
    }
}

/// Whether it refers to what hashicorp/aws manages; such an example is validated beside that
/// provider, in the module `hashicorp_aws`.
pub(crate) fn names_hashicorp_aws(text: &str) -> bool {
    let code = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let named = Regex::new(r"\baws_[a-z]").expect("a pattern");
    code.into_iter().any(|line| named.is_match(line))
}

/// One trial for each example and each Terraform.
pub(crate) fn trials(terraforms: &[Ready]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for example in Example::all().into_iter().filter(|example| !names_hashicorp_aws(&example.text)) {
        for ready in terraforms.iter().filter(|ready| ready.lane.offers(needs(&example))).cloned() {
            let name = format!("examples::{}_validates::{}::offline", example.name, ready.lane.name);
            let example = example.clone();
            trials.push(Trial::test(name, move || {
                validates(&example, &ready);
                Ok(())
            }));
        }
    }
    trials
}

/// What reads the file.
fn needs(example: &Example) -> Needs {
    let import_for_each = example
        .text
        .split("import {")
        .skip(1)
        .any(|block| block.split("\n}").next().is_some_and(|block| block.contains("for_each")));
    match example.name.as_str() {
        name if name.ends_with(".tfquery.hcl") => Needs::Endpoint(&[Need::Query]),
        _ if import_for_each && example.text.contains("removed {") => {
            Needs::Endpoint(&[Need::ImportForEach, Need::Removed])
        }
        _ if import_for_each => Needs::Endpoint(&[Need::ImportForEach]),
        _ if example.text.contains("removed {") => Needs::Endpoint(&[Need::Removed]),
        _ if example.text.contains("from = awscc_") => Needs::Endpoint(&[Need::MovedTypes]),
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
fn validates(example: &Example, ready: &Ready) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = Project::new(&ready.lane, &ready.installation, folder.path());
    let Example { file, text, .. } = example;
    let versions = if text.contains("required_providers") { "" } else { REQUIRED_PROVIDERS.as_str() };
    let name = if is_query(file) { "main.tfquery.hcl" } else { "main.tf" };
    project.file("versions.tf", versions).file(name, text);
    let resource = file.with_file_name("resource.tf");
    if file != &resource && text.contains("import {") && resource.exists() {
        project.file("resource.tf", &fs::read_to_string(resource).expect("the resource's example"));
    }
    let query = is_query(file).then_some("-query");
    let options: Vec<&str> = ["validate", "-json"].into_iter().chain(query).collect();
    let validated = Outcome::from_validation(&project.run(&options)).succeeds();
    assert_eq!(validated.diagnostics.len(), 0, "{}", validated.text);
    leftovers::check(folder.path());
}
