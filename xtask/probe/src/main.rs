//! `probe`: what `cargo xtask probe` starts.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use probe::compare::compare;
use probe::options::Options;
use probe::{probes, record_files, report, run};

/// The permissions of a run on AWS.
const POLICY: &str = include_str!("../../../examples/policies/probe.json");

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match carried_out(&Options::parse()).await {
        Ok(text) => {
            // What reads it may have ended, which is no failure of the run.
            let _ = write!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn carried_out(options: &Options) -> Result<String> {
    match options.compare.as_slice() {
        [a, b] => {
            let comparison = compare(&record_files::named(a)?, &record_files::named(b)?);
            Ok(report::differences(&comparison, &short(a), &short(b)))
        }
        _ if options.list => Ok(report::list(&probes::all())),
        _ if options.policy => Ok(POLICY.to_owned()),
        _ => run::run(options).await,
    }
}

/// The name of a record without its folder.
fn short(name: &str) -> String {
    let stem = std::path::Path::new(name).file_stem();
    stem.map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
