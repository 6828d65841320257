//! A run from the first question to the record, and the removal of all that it has made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::announcement;
use crate::asking::ask;
use crate::edge_certificate;
use crate::identity;
use crate::interrupt::Interrupt;
use crate::ledger::Entry;
use crate::options::Options;
use crate::pacing::Pacer;
use crate::probe::Probe;
use crate::probes;
use crate::progress::{Progress, say};
use crate::record::{Observation, Record};
use crate::record_files;
use crate::removal::{self, Left};
use crate::report;
use crate::session::{Session, Stop};
use crate::target::Target;
use crate::world::{Edge, World};

/// How long the random part of a run's name is.
const ID_LENGTH: usize = 8;

/// Asks the probes, removes what they needed, and writes the record.
///
/// # Errors
/// Nothing could be asked, the run ended early, or something is left.
pub async fn run(options: &Options) -> Result<String> {
    let selected = selected(options.only.as_deref())?;
    let Target { name, client, url, is_paced, throttling, started } = Target::open(options).await?;
    let id: String = (0..ID_LENGTH).map(|_| fastrand::digit(16)).collect();
    let run = format!("probe-{id}");
    let region = client.region().to_owned();
    let record = RecordFile::of(options, &name, &region);
    record_files::try_path(&record.path, record.may_be_replaced)?;
    let caller = identity::asked(&client).await.with_context(|| format!("{name} cannot be asked"))?;
    // What stands in for the service need not have STS.
    let identity = identity::of(&caller);
    if options.aws {
        let identity = identity.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let edge = options.edge_domain.as_deref();
        let place = announcement::Place { url: url.as_deref(), region: &region };
        eprintln!("{}", announcement::text(&selected, &run, identity, &place, edge).trim_end());
        if !options.yes {
            announcement::confirm()?;
        }
    }
    let interrupt = Interrupt::listen().context("interruptions cannot be listened for")?;
    let mut second = interrupt.clone();
    let mut session = Session::new(client, Pacer::new(is_paced), interrupt).with_throttling(throttling);
    session.handles.bind("run", &run);
    session.handles.bind("region", &region);
    if let Ok(identity) = identity {
        session.handles.bind("account", identity.account);
        session.handles.bind("caller", identity.arn);
    }

    let mut progress = Progress::new(selected.len());
    let asked = questions(&mut session, options, &run, &selected, &mut progress).await;
    progress.end(&match &asked {
        Ok(_) => "Removing what the run has made".to_owned(),
        Err(stop) => format!("{}; removing what the run has made", words(stop)),
    });
    session.ignore_interrupt();
    let mut tried = Vec::new();
    let begin = |entry: &Entry| say(&format!("  {}", entry.words()));
    let ended = tokio::select! {
        ended = removal::of_everything(&mut session, &mut tried, begin) => ended,
        () = second.wait_for(2) => Err(Stop::Interrupted),
    };
    let left = with_reasons(&session, &tried, ended.err().as_ref());
    drop(started);

    if !left.is_empty() {
        let url = url.map(|url| format!(" --endpoint-url {url}")).unwrap_or_default();
        say(&report::left(&left, &format!(" --region {region}{url}")));
    }
    let mut report = String::new();
    if let Ok(probes) = &asked {
        let RecordFile { path, date, .. } = record;
        let record = Record { endpoint: name, date, region, probes: probes.clone() };
        record_files::write(&path, &record)?;
        report = format!("{}The record is in {}.\n", report::summary(&record), path.display());
    }
    if !left.is_empty() {
        bail!("not everything that the run has made could be removed");
    }
    match asked {
        Ok(_) => Ok(report),
        Err(stop) => bail!("{}; nothing that the run has made is left, and there is no record", words(&stop)),
    }
}

async fn questions(
    session: &mut Session,
    options: &Options,
    run: &str,
    selected: &[Probe],
    progress: &mut Progress,
) -> Result<BTreeMap<String, Observation>, Stop> {
    let edge = match &options.edge_domain {
        Some(name) => edge_certificate::find(session, name).await?,
        None if options.aws => Edge::Absent("it comes only with --edge-domain".to_owned()),
        None => Edge::AnyCertificate,
    };
    let mut world = World::new(run, edge);
    world.bind_names(session);
    let mut observations = BTreeMap::new();
    for probe in selected {
        progress.begin(probe);
        let observation = ask(session, &mut world, probe).await?;
        observations.insert(probe.name.to_owned(), observation);
        progress.done();
    }
    Ok(observations)
}

fn selected(filter: Option<&str>) -> Result<Vec<Probe>> {
    let filter = filter.unwrap_or_default();
    let selected: Vec<_> = probes::all().into_iter().filter(|probe| probe.name.contains(filter)).collect();
    if selected.is_empty() {
        bail!("no probe has {filter} in its name; --list shows them");
    }
    Ok(selected)
}

/// What is left, also where the removal ended before it tried.
fn with_reasons(session: &Session, tried: &[Left], ended: Option<&Stop>) -> Vec<Left> {
    let reason = |number| tried.iter().find(|left| left.entry.number == number).map(|left| left.why.clone());
    let mut left = session.ledger.all();
    // Several attempts whose answers were lost are found by one name.
    left.dedup_by(|one, other| one.id.is_none() && other.id.is_none() && one.is(other.kind, &other.name));
    let left = left.into_iter();
    let ended = || match ended {
        Some(Stop::Interrupted) | None => "the removal was interrupted".to_owned(),
        Some(stop) => words(stop),
    };
    left.map(|entry| Left { why: reason(entry.number).unwrap_or_else(ended), entry }).collect()
}

fn words(stop: &Stop) -> String {
    match stop {
        Stop::Interrupted => "the run was interrupted".to_owned(),
        Stop::Credentials(why) => format!("AWS does not accept the credentials any more ({why})"),
        Stop::Unbound(handle) => format!("nothing is known as {{{handle}}}"),
    }
}

/// `2026-11-26`
fn today() -> String {
    let now = DateTime::from(std::time::SystemTime::now()).fmt(Format::DateTime).unwrap_or_default();
    now.chars().take_while(|c| *c != 'T').collect()
}

/// Where the record goes.
struct RecordFile {
    path: PathBuf,
    /// The day of the run, which is in the name.
    date: String,
    /// Whether another record may be there.
    may_be_replaced: bool,
}

impl RecordFile {
    /// What was asked for; else a whole run of AWS goes to the folder of records, where it takes
    /// the place of none, and every other one to a folder of Cargo's target folder.
    fn of(options: &Options, endpoint: &str, region: &str) -> Self {
        let date = today();
        if let Some(path) = options.output.clone() {
            return Self { path, date, may_be_replaced: true };
        }
        let name = if endpoint.contains("://") { "url" } else { endpoint };
        let file = format!("{name}-{date}-{region}.json");
        if endpoint == "aws" && options.aws && options.only.is_none() {
            return Self { path: record_files::folder().join(file), date, may_be_replaced: false };
        }
        let program = std::env::current_exe().unwrap_or_default();
        let target = program.parent().and_then(Path::parent).unwrap_or(Path::new("target"));
        Self { path: target.join("probe").join(file), date, may_be_replaced: true }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn record(line: &str, endpoint: &str) -> RecordFile {
        let words = std::iter::once("probe").chain(line.split_whitespace());
        RecordFile::of(&Options::try_parse_from(words).expect("options"), endpoint, "eu-west-1")
    }

    #[test]
    fn only_a_whole_run_of_aws_is_a_record_of_the_repository() {
        let whole = record("--aws", "aws");
        assert!(whole.path.starts_with(record_files::folder()) && !whole.may_be_replaced);
        for (line, endpoint) in [
            ("--aws --only key_comma", "aws"),
            ("--aws", "http://127.0.0.1:1"),
            ("--endpoint local", "local"),
        ] {
            let part = record(line, endpoint);
            assert!(part.path.parent().is_some_and(|folder| folder.ends_with("probe")), "{line}");
            assert!(part.may_be_replaced, "{line}");
        }
        assert_eq!(record("--aws --only a --output b.json", "aws").path, Path::new("b.json"));
    }
}
