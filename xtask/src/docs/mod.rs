//! `cargo xtask docs`: the registry's pages, made from the schema that the
//! built provider gives to Terraform, from `templates/` and from `examples/`.
//!
//! Pages are never edited by hand; `--check` fails when they would change.

mod findings;
mod kind;
mod messages;
mod pages;
mod proofs;
mod rules;
mod schema;
mod section;
mod settings;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::address::SOURCE_ADDRESS;
use crate::project::Project;
use crate::terraform::{self, Terraform};
use crate::workspace::PROVIDER;
use crate::{cargo, console, difference, files, process, workspace};
use pages::Pages;
use schema::{Answer, Schemas};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only say whether the pages in docs/ are up to date
    #[arg(long)]
    check: bool,
}

/// Writes the pages, or checks them.
pub(crate) fn run(options: &Options) -> Result<()> {
    let [provider] = cargo::build("dev", [PROVIDER])?;
    let terraform = terraform::with_list_resources()?;
    if options.check {
        return check(&provider, &terraform);
    }
    let pages = generate(&provider, &terraform)?;
    for path in present()? {
        if !pages.contains_key(&path) {
            fs::remove_file(folder().join(&path))?;
        }
    }
    for (path, text) in &pages {
        files::write(&folder().join(path), text)?;
        console::note(&format!("docs/{}", path.display()));
    }
    Ok(())
}

/// Fails when a page in `docs/` differs from what it would be made anew, with
/// the difference.
pub(crate) fn check(provider: &Path, terraform: &Terraform) -> Result<()> {
    let pages = generate(provider, terraform)?;
    let paths: BTreeSet<PathBuf> = present()?.into_iter().chain(pages.keys().cloned()).collect();
    let wanted = paths.iter().map(|path| {
        let text = pages.get(path).map_or("", String::as_str);
        (format!("docs/{}", path.display()), text)
    });
    difference::check(wanted, "docs")
}

fn generate(provider: &Path, terraform: &Terraform) -> Result<Pages> {
    pages::all(&schemas(provider, terraform)?)
}

/// Asks the provider for its schema, through a Terraform that knows every part
/// of it.
fn schemas(provider: &Path, terraform: &Terraform) -> Result<Schemas> {
    let project = Project::new("docs", terraform, provider)?;
    let main = format!(
        "terraform {{\n  required_providers {{\n    \
         apigatewayv2 = {{ source = \"{SOURCE_ADDRESS}\" }}\n  }}\n}}\n"
    );
    files::write(&project.folder().join("main.tf"), main)?;
    process::output(&mut project.terraform(["init", "-input=false"]))?;
    let json = process::output(&mut project.terraform(["providers", "schema", "-json"]))?;
    let answer: Answer = serde_json::from_str(&json).context("cannot read the schema")?;
    answer
        .provider_schemas
        .into_iter()
        .find(|(address, _)| address.ends_with(SOURCE_ADDRESS))
        .map(|(_, schemas)| schemas)
        .context("Terraform gave no schema for the provider")
}

fn folder() -> PathBuf {
    workspace::root().join("docs")
}

/// The pages there are now, by their paths below `docs/`.
fn present() -> Result<Vec<PathBuf>> {
    let folder = folder();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    files::below(&folder)?.iter().map(|path| Ok(path.strip_prefix(&folder)?.to_owned())).collect()
}
