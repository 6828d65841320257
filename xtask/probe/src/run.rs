//! A run from the first question to the record, and the removal of all that it has made.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::announcement;
use crate::asking::ask;
use crate::edge_certificate;
use crate::identity;
use crate::interrupt::Interrupt;
use crate::options::Options;
use crate::pacing::Pacer;
use crate::probe::Probe;
use crate::probes;
use crate::progress::Progress;
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
    let identity = identity::of(&client).await;
    if options.aws {
        let identity = identity.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let edge = options.edge_domain.as_deref();
        eprintln!("{}", announcement::text(&selected, &run, identity, &region, edge).trim_end());
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
    let left = tokio::select! {
        left = removal::of_everything(&mut session, |entry| eprintln!("  {}", entry.words())) => left.unwrap_or_default(),
        () = second.wait_for(2) => Vec::new(),
    };
    let left = with_reasons(&session, &left);
    drop(started);

    let mut report = String::new();
    if let Ok(probes) = &asked {
        let record = Record { endpoint: name, date: today(), region: region.clone(), probes: probes.clone() };
        let path =
            options.output.clone().unwrap_or_else(|| default_path(&record, options.endpoint.is_none()));
        record_files::write(&path, &record)?;
        report = format!("{}The record is in {}.\n", report::summary(&record), path.display());
    }
    if !left.is_empty() {
        let url = url.map(|url| format!(" --endpoint-url {url}")).unwrap_or_default();
        eprintln!("{}", report::left(&left, &format!(" --region {region}{url}")));
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

/// What is left, also where the removal was interrupted before it tried.
fn with_reasons(session: &Session, tried: &[Left]) -> Vec<Left> {
    let reason = |number| tried.iter().find(|left| left.entry.number == number).map(|left| left.why.clone());
    let mut left = session.ledger.all();
    // Several attempts whose answers were lost are found by one name.
    left.dedup_by(|one, other| one.id.is_none() && other.id.is_none() && one.is(other.kind, &other.name));
    let left = left.into_iter();
    let interrupted = || "the removal was interrupted".to_owned();
    left.map(|entry| Left { why: reason(entry.number).unwrap_or_else(interrupted), entry }).collect()
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

fn default_path(record: &Record, is_of_aws: bool) -> PathBuf {
    let Record { endpoint, date, region, .. } = record;
    if is_of_aws && endpoint == "aws" {
        return record_files::folder().join(format!("aws-{date}-{region}.json"));
    }
    let name = if endpoint.contains("://") { "url" } else { endpoint };
    // This program is in a folder of Cargo's target folder.
    let program = std::env::current_exe().unwrap_or_default();
    let target = program.parent().and_then(std::path::Path::parent).unwrap_or(std::path::Path::new("target"));
    target.join("probe").join(format!("{name}-{date}-{region}.json"))
}
