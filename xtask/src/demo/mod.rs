//! `cargo xtask demo`: the provider at work, with real Terraform, against an
//! API Gateway endpoint on this machine.
//!
//! Each step says what it does, shows Terraform's own output and checks the
//! outcome. Everything stays under `target/demo*`, also a recording of it, and nothing keeps running.

mod by_hand;
mod first;
mod steps;
mod table;

use std::path::Path;

use anyhow::{Context, Result};

use crate::endpoint::Endpoint;
use crate::project::Project;
use crate::terraform::Terraform;
use crate::workspace::PROVIDER;
use crate::{address, cargo, console, endpoint, files, metadata, process, terraform, workspace};

/// How long it takes on two cores, as README says as well.
pub(crate) const TAKES: &str = "less than a minute";

/// Runs the demo, and records it.
///
/// # Errors
/// At the first step that does not do what it should.
pub(crate) fn run() -> Result<()> {
    console::say(&format!(
        "The demo takes {TAKES} on two cores, after the build, which takes minutes the first time."
    ));
    let recording = metadata::target_directory()?.join("demo.cast");
    console::step("Building the provider and the local endpoint");
    let [provider, gateway] = cargo::build("dev", [PROVIDER, endpoint::BINARY])?;
    let terraform = terraform::preferred()?;
    console::record(&recording, "cargo xtask demo")?;
    let shown = show(&provider, &gateway, &terraform);
    // A failure is recorded as well.
    console::end_recording()?;
    let by_hand = shown?;
    by_hand.explain(&terraform, &gateway);
    let recording = process::quoted(&recording.to_string_lossy());
    console::say(&format!("\nThe demo is recorded: `asciinema play {recording}` shows it again."));
    Ok(())
}

/// Runs every step, and gives what is needed to go on by hand.
fn show(provider: &Path, gateway: &Path, terraform: &Terraform) -> Result<by_hand::ByHand> {
    console::step("Starting an API Gateway endpoint on this machine");
    let endpoint = Endpoint::start(gateway, &workspace::root().join(endpoint::EXAMPLE_SEED), [])?;
    console::note(&format!("it listens on {}", endpoint.url()));
    console::note("it has a WebSocket API (a1b2c3d4) with the stages production and test,");
    console::note("and the custom domain name api.example.com");
    console::note(&format!("using {terraform} at {}", terraform.executable.display()));

    let mut of_readme = project("demo-readme", "examples/readme", terraform, provider)?;
    of_readme.find_in_environment(endpoint.url());
    console::note(&format!("in {}", of_readme.folder().display()));
    first::all(&of_readme)?;
    let mut of_steps = project("demo", "examples/demo", terraform, provider)?;
    of_steps.set("TF_VAR_endpoint", endpoint.url());
    steps::all(&of_steps)?;
    let mut of_table = project("demo-table", "examples/demo-table", terraform, provider)?;
    of_table.set("TF_VAR_endpoint", endpoint.url());
    table::all(&of_table, endpoint.url())?;

    let by_hand = by_hand::ByHand::prepare(of_readme, endpoint.port())?;
    drop(endpoint);
    console::step("Done: every step did what it should, and nothing is left running");
    Ok(by_hand)
}

/// A project with a copy of an example, because Terraform writes beside what it reads.
fn project(name: &str, example: &str, terraform: &Terraform, provider: &Path) -> Result<Project> {
    let project = Project::new(name, terraform, provider)?;
    for source in files::below(&workspace::root().join(example))? {
        if source.extension().is_some_and(|extension| extension == "tf") {
            let name = source.file_name().context("a file has a name")?;
            let text = address::in_text(&files::read(&source)?);
            files::write(&project.folder().join(name), text)?;
        }
    }
    Ok(project)
}
