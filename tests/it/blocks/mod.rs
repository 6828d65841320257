//! Every block of code that users read is run, or generated from what is run.
//!
//! The inventory knows each block of README.md and `docs/`. A block is known as a whole file of
//! `examples/`, which a test of its own runs; as an example of the guide to the findings, which the
//! trials of the findings plan and apply; as HCL that a trial here validates; or as commands of which
//! each has a row in the table. Any other block fails the inventory.

mod commands;
mod fences;
mod hcl;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use apigatewayv2::address;
use apigatewayv2::findings::FindingName;
use apigatewayv2::findings::table::Step;
use libtest_mimic::Trial;
use regex::Regex;

use self::fences::Block;
use self::hcl::{Aws, completed};
use crate::harness::{Need, Needs, Outcome, Project, Ready, leftovers};
use crate::hashicorp_aws::Package;

/// The languages that something runs. Everything else, such as `text`, is what something prints.
const RUN: [&str; 9] = ["terraform", "hcl", "console", "shell", "sh", "bash", "powershell", "json", "yaml"];

/// The inventory, and a trial for each block of HCL that is no file of `examples/`. Those of
/// hashicorp/aws are validated where that provider is found.
pub(crate) fn trials(terraforms: &[Ready], package: Option<&Package>) -> Vec<Trial> {
    let known = Known::find();
    let blocks = fences::of_all_pages(workspace()).expect("the pages");
    let mut trials = Vec::new();
    let mut unknown = Vec::new();
    for block in blocks.iter().filter(|block| RUN.contains(&block.language.as_str())) {
        match known.how(block) {
            How::File | How::Finding => {}
            How::Alone => trials.extend(alone(block, terraforms, package)),
            How::Not(why) => unknown.push(format!("{}: {why}\n{}", block.place(), block.text)),
        }
    }
    trials.push(Trial::test("blocks::every_block_on_a_page_is_run", move || {
        unknown.extend(commands::stale(workspace(), &blocks));
        if unknown.is_empty() { Ok(()) } else { Err(unknown.join("\n\n").into()) }
    }));
    trials
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a block is known as.
enum How {
    File,
    Finding,
    Alone,
    Not(String),
}

/// The sources that read files of `examples/` by names in a table, and not by `include_str!`.
const TABLES: [&str; 2] = ["tests/it/aws_cli.rs", "xtask/src/lint/workflows/actionlint.rs"];

/// What runs elsewhere.
struct Known {
    /// The files of `examples/` by their text.
    files: BTreeMap<String, PathBuf>,
    findings: BTreeSet<String>,
    /// The files of `examples/` that a test uses, or a check that is no test.
    used: BTreeSet<String>,
}

impl Known {
    fn find() -> Self {
        let examples = workspace().join("examples");
        let text = |file: &Path| fs::read_to_string(file).map(|text| address::in_text(text.trim()));
        let files = below(&examples).into_iter().filter_map(|file| {
            let name = file.strip_prefix(&examples).ok()?.to_owned();
            Some((text(&file).ok()?, name))
        });
        Self { files: files.collect(), findings: findings(), used: used() }
    }

    fn how(&self, block: &Block) -> How {
        if let Some(file) = self.files.get(&block.text) {
            return self.file(file, block);
        }
        if self.findings.contains(&block.text) {
            return How::Finding;
        }
        match block.language.as_str() {
            "terraform" | "hcl" if completed(&block.text, Aws::Missing).is_some() => How::Alone,
            "terraform" | "hcl" => How::Not(
                "nothing of this provider is in it: write it as a file of examples/ that a test runs with hashicorp/aws"
                    .to_owned(),
            ),
            "json" | "yaml" => How::Not("write it as a file of examples/ that a test uses".to_owned()),
            _ => commands(block),
        }
    }

    /// A trial of its own validates each file of HCL; a test has to use any other, or to run its
    /// commands.
    fn file(&self, file: &Path, block: &Block) -> How {
        let name = file.to_string_lossy().replace('\\', "/");
        let is_validated = name.ends_with(".tf") || name.ends_with(".tfquery.hcl");
        if is_validated || self.used.contains(&name) {
            How::File
        } else if name.ends_with(".sh") {
            commands(block)
        } else {
            How::Not(format!("no test uses examples/{name}"))
        }
    }
}

fn commands(block: &Block) -> How {
    match &commands::unknown(block)[..] {
        [] => How::File,
        commands => How::Not(format!(
            "no row of tests/it/blocks/commands.rs says which test runs `{}`",
            commands.join("`, `")
        )),
    }
}

/// The files of `examples/` that are compiled into a test or a check, or named in one of the tables.
fn used() -> BTreeSet<String> {
    let compiled = Regex::new(r#"\b(?:include_str!\(\s*"(?:\.\./)+examples/|example!\(\s*")([^"]+)"#);
    let compiled = compiled.expect("a pattern");
    let named = Regex::new(r#""(?:examples/)?([^"\s]+/[^"\s]+)""#).expect("a pattern");
    let in_text = |pattern: &Regex, text: &str| -> Vec<String> {
        pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
    };
    let mut used = BTreeSet::new();
    for file in ["tests/it", "xtask/src", "xtask/probe/src"]
        .iter()
        .flat_map(|folder| below(&workspace().join(folder)))
    {
        let name = file.strip_prefix(workspace()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if name.starts_with("tests/it/blocks/") || !name.ends_with(".rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        used.extend(in_text(&compiled, &text));
        if TABLES.contains(&name.as_str()) {
            used.extend(in_text(&named, &text));
        }
    }
    used
}

/// The examples and ways out of all findings.
fn findings() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for finding in FindingName::ALL {
        let row = finding.documented();
        texts.extend([row.example.applied, row.example.planned]);
        for step in row.ways_out.iter().flat_map(|way_out| way_out.steps) {
            if let Step::Write(text) = step {
                texts.insert(text);
            }
        }
    }
    texts.into_iter().map(|text| address::in_text(text.trim())).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(below(&path)) } else { files.push(path) }
    }
    files
}

/// The trials of a block that stands on its page alone.
fn alone(block: &Block, terraforms: &[Ready], package: Option<&Package>) -> Vec<Trial> {
    let newest = terraforms.iter().filter(|ready| ready.lane.newest && ready.lane.offers(needs(&block.text)));
    let trial = |ready: &Ready| {
        let (block, ready, package) = (block.clone(), ready.clone(), package.cloned());
        Trial::test(format!("blocks::{}_validates::{}::offline", block.place(), ready.lane.name), move || {
            validates(&block, &ready, package.as_ref());
            Ok(())
        })
    };
    newest.map(trial).collect()
}

/// What the newest Terraform has and the newest OpenTofu has not.
fn needs(hcl: &str) -> Needs {
    if is_query(hcl) { Needs::Endpoint(&[Need::Query]) } else { Needs::Nothing }
}

fn is_query(hcl: &str) -> bool {
    hcl.lines().any(|line| line.starts_with("list \""))
}

fn validates(block: &Block, ready: &Ready, package: Option<&Package>) {
    let uses_aws = block.text.contains("\"aws_");
    let (ready, aws) = match package.filter(|_| uses_aws) {
        Some(package) => (package.install(ready), Aws::Installed),
        None => (ready.clone(), Aws::Missing),
    };
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = Project::new(&ready.lane, &ready.installation, folder.path());
    if aws == Aws::Installed {
        project.file("versions.tf", &crate::hashicorp_aws::versions());
    }
    let hcl = completed(&block.text, aws).expect("something to validate");
    let (name, query) = if is_query(&hcl) { ("main.tfquery.hcl", Some("-query")) } else { ("main.tf", None) };
    project.file(name, &hcl);
    let options: Vec<&str> = ["validate", "-json"].into_iter().chain(query).collect();
    let validated = Outcome::from_validation(&project.run(&options));
    assert!(validated.diagnostics.is_empty(), "{}, as\n{hcl}\n{}", block.place(), validated.text);
    leftovers::check(folder.path());
}
