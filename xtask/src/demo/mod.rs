//! `cargo xtask demo`: the provider at work, with real Terraform, against an
//! API Gateway endpoint on this machine.
//!
//! Each step says what it does, shows Terraform's own output and checks the
//! outcome. Everything stays under `target/demo/` and `target/demo-table/`, and nothing keeps running.

mod by_hand;
mod steps;
mod table;

use anyhow::{Context, Result};

use crate::endpoint::Endpoint;
use crate::project::Project;
use crate::workspace::PROVIDER;
use crate::{address, cargo, console, endpoint, files, terraform, workspace};

/// Runs the demo.
///
/// # Errors
/// At the first step that does not do what it should.
pub(crate) fn run() -> Result<()> {
    console::step("Building the provider and the local endpoint");
    let [provider, gateway] = cargo::build("dev", [PROVIDER, endpoint::BINARY])?;
    let terraform = terraform::preferred()?;

    console::step("Starting an API Gateway endpoint on this machine");
    let endpoint = Endpoint::start(&gateway, &workspace::root().join(endpoint::EXAMPLE_SEED), [])?;
    console::note(&format!("it listens on {}", endpoint.url()));
    console::note("it has a WebSocket API (a1b2c3d4) with the stages production and test,");
    console::note("and the custom domain name api.example.com");

    let mut project = Project::new("demo", &terraform, &provider)?;
    project.set("TF_VAR_endpoint", endpoint.url());
    copy_example("examples/demo", &project)?;
    console::note(&format!("using {terraform} at {}", terraform.executable.display()));
    console::note(&format!("in {}", project.folder().display()));

    steps::all(&project)?;
    let mut of_table = Project::new("demo-table", &terraform, &provider)?;
    of_table.set("TF_VAR_endpoint", endpoint.url());
    copy_example("examples/demo-table", &of_table)?;
    table::all(&of_table, endpoint.url())?;

    let settings = by_hand::write_settings(&project)?;
    let port = endpoint.port().to_owned();
    drop(endpoint);
    console::step("Done: every step did what it should, and nothing is left running");
    by_hand::explain(&project, &terraform, &settings, &gateway, &port);
    Ok(())
}

/// The example is copied because Terraform writes beside what it reads.
fn copy_example(folder: &str, project: &Project) -> Result<()> {
    let example = workspace::root().join(folder);
    for source in files::below(&example)? {
        if source.extension().is_some_and(|extension| extension == "tf") {
            let name = source.file_name().context("a file has a name")?;
            let text = address::in_text(&files::read(&source)?);
            files::write(&project.folder().join(name), text)?;
        }
    }
    Ok(())
}
