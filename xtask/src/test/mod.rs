//! `cargo xtask test`: everything CI runs.
//!
//! Lint, unit and property tests, and the integration binary with its lanes:
//! each Terraform, each endpoint. Where Python or Go is missing, the lanes that
//! need it are left out loudly, or fail the run in CI. The runners' own closing
//! lines are the last thing printed.

mod lanes;
mod runner;
mod selection;
mod targets;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::console;
use crate::lint::{self, Accepts};
use crate::missing::Missing;
use lanes::Lanes;
use runner::Outcome;
use selection::Selection;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the tests whose name contains this
    filter: Option<String>,
    /// Run only the integration tests of one lane: a Terraform such as
    /// `terraform_1_15`, an endpoint such as `ministack`; any other name lists them
    #[arg(long)]
    lane: Option<Selection>,
    /// Run only one part
    #[arg(long)]
    only: Option<Part>,
    /// Write the comparisons of tests/it/probes anew, instead of holding them against what is found
    #[arg(long)]
    keep_comparisons: bool,
}

/// What the tests are made of, in the order in which they run.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// Format, Clippy, sources, documentation
    Lint,
    /// Unit and property tests, and the contract tests of the local endpoint
    Unit,
    /// The integration binary
    It,
}

impl Part {
    const ALL: [Part; 3] = [Part::Lint, Part::Unit, Part::It];

    fn name(self) -> &'static str {
        match self {
            Part::Lint => "lint",
            Part::Unit => "unit",
            Part::It => "it",
        }
    }
}

/// Runs the parts asked for; a part that fails does not keep the next from
/// running.
pub(crate) fn run(options: &Options, accepts: Accepts) -> Result<()> {
    let runs = |part| options.only.is_none_or(|only| only == part);
    let lane = options.lane.as_ref();
    // Much of what runs until they are needed leaves a processor free.
    let mut cores = runs(Part::It).then(|| lanes::start_bringing(lane)).transpose()?;
    console::step("Building the provider and every test");
    let programs = targets::build()?;
    let mut missing = Missing::default();
    let filter = options.filter.as_deref();
    let mut results = Vec::new();
    for part in Part::ALL.into_iter().filter(|part| runs(*part)) {
        let start = Instant::now();
        let outcome = match part {
            Part::Lint => Outcome::of(&lint::all(&programs.provider, &mut missing, accepts)),
            Part::Unit => runner::unit(filter, &programs.provider)?,
            Part::It => {
                let cores = cores.take().expect("they are started for this part");
                let mut lanes = Lanes::prepare(&programs, cores, &mut missing)?;
                if options.keep_comparisons {
                    lanes.keep_comparisons();
                }
                runner::integration(filter, lane.map(Selection::as_str), &lanes)?
            }
        };
        results.push((part, outcome, start.elapsed()));
    }
    summarise(&results, &missing);
    missing.judge()?;
    if results.iter().any(|(_, outcome, _)| !outcome.ok) {
        bail!("not everything passed");
    }
    Ok(())
}

fn summarise(results: &[(Part, Outcome, Duration)], missing: &Missing) {
    console::step("Summary");
    for (part, outcome, time) in results {
        let verdict = if outcome.ok { "ok" } else { "FAILED" };
        let part = part.name();
        console::note(&format!("{part:<5} {verdict:<7} {:>4} s", time.as_secs()));
    }
    missing.report();
    console::say("");
    let closing = results.iter().flat_map(|(_, outcome, _)| &outcome.closing);
    for line in closing {
        console::say(line);
    }
}
