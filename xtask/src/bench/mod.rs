//! `cargo xtask bench`: what the release build weighs and how fast it is.
//!
//! One file for each group of figures. They are printed as one table, which is
//! Markdown, and written as JSON; nothing is asserted. `--before` puts the
//! figures of an earlier run in a column of their own; `--beside` adds a table
//! that compares this provider with another one.

mod baseline;
mod beside;
mod calls;
mod figure;
mod handshake;
mod memory;
mod plan;
mod plugin;
mod processor;
mod quota;
mod refresh;
mod report;
mod round_trips;
mod runner;
#[cfg(unix)]
mod schema_call;
mod size;
mod state;
mod tables;
mod world;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;

use crate::dist::{Built, Checkout, Target};
use crate::project::Package;
use crate::{cargo, console, endpoint, files, terraform};
use beside::Other;
use report::Report;
use runner::Runner;

/// How long an answer takes from not too far away.
const LATENCY: Duration = Duration::from_millis(50);

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The JSON of an earlier run, to print its figures next to the new ones
    #[arg(long, value_name = "FILE")]
    before: Option<PathBuf>,
    /// Another provider to measure as well: the folder of its executable or, in
    /// an unpacked filesystem mirror, of its type or version. hashicorp/aws also
    /// plans and applies mappings, on ministack
    #[arg(long, value_name = "FOLDER")]
    beside: Option<PathBuf>,
    /// How many mappings are planned and refreshed
    #[arg(long, value_delimiter = ',', default_value = "1,25,200,1000,10000")]
    sizes: Vec<usize>,
}

/// Measures, prints the table and writes it to `target/bench/` as Markdown and JSON.
pub(crate) fn run(options: &Options) -> Result<()> {
    let before = options.before.as_deref().map(Report::read).transpose()?;
    let other = options.beside.as_deref().map(Other::find).transpose()?;
    console::step("Building the provider as it is released");
    let released = Built::make(Checkout::this()?, Target::choose(None)?, "release")?;
    let provider = released.binary.clone();
    let [gateway] = cargo::build("release", [endpoint::BINARY])?;
    let terraform = terraform::preferred()?;
    let package = Package::of_this_workspace(&provider)?;
    let runner = Runner { terraform: &terraform, provider: package, gateway: &gateway };

    let comparison = other.map(|other| beside::measure(&runner, &other)).transpose()?;

    let mut figures = Vec::new();
    console::step("Size");
    figures.extend(size::measure(&released)?);
    console::step("Start");
    figures.extend(handshake::measure(&provider)?.into_iter().flatten());
    #[cfg(unix)]
    figures.extend(schema_call::measure(&provider)?);
    for &size in &options.sizes {
        console::step(&format!("Plan to create {size}"));
        figures.extend(plan::measure(&runner, size)?);
    }
    for &size in &options.sizes {
        console::step(&format!("Refresh of {size}"));
        figures.extend(refresh::measure(&runner, size)?);
    }
    console::step("Round trips");
    figures.extend(round_trips::measure(&runner)?);
    console::step("Refresh with latency");
    figures.push(refresh::measure_with_latency(&runner, 200, LATENCY)?);
    console::step("Create and destroy under the quota");
    figures.extend(quota::measure(&runner)?);

    console::step("Tables");
    figures.extend(tables::measure(&runner)?);

    let report = Report::new(figures, comparison, &terraform);
    let table = report.markdown(before.as_ref());
    let folder = runner::bench_folder()?;
    files::write(&folder.join("figures.json"), report.json()?)?;
    files::write(&folder.join("figures.md"), &table)?;
    console::say(&format!("\n{table}"));
    console::say(&format!("written to figures.json and figures.md in {}", folder.display()));
    Ok(())
}
