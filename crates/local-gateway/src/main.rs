//! `local-gateway`: the endpoint for people. Ctrl-C ends it.

use std::future::Future;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use local_gateway::{Call, Fault, LocalGateway, Outcome, Quota, Rule, Seed, rules_as_a_table};

/// A local stand-in for Amazon API Gateway, on the loopback address alone.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// JSON file with what exists at the start; without it, the demo's world
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// JSON file with an IAM policy; what it does not allow is denied
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// Throttle as the service does: 10 requests a second, burst 40
    #[arg(long)]
    quota: bool,

    /// Wait so many milliseconds before each answer
    #[arg(long, value_name = "MS")]
    delay: Option<u64>,

    /// Print each call
    #[arg(long)]
    log: bool,

    /// Print what each rule of this endpoint rests on, and end
    #[arg(long)]
    rules: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.rules {
        say(rules_as_a_table().trim_end());
        return ExitCode::SUCCESS;
    }
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing is left to tell when stderr is gone.
            let _ = writeln!(io::stderr(), "local-gateway: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let mut builder = LocalGateway::builder(read_seed(arguments.seed)?)
        .port(arguments.port)
        .quota(arguments.quota.then_some(Quota::DOCUMENTED));
    if arguments.log {
        builder = builder.on_call(|call| say(&line(call)));
    }
    let gateway =
        builder.start().map_err(|error| format!("cannot listen on port {}: {error}", arguments.port))?;
    if let Some(path) = &arguments.policy {
        let policy = gateway.set_policy(Some(&read(path)?));
        policy.map_err(|error| format!("{} is not a policy known here: {error}", path.display()))?;
    }
    if let Some(milliseconds) = arguments.delay {
        gateway.inject(Fault::on_every_operation().delay(Duration::from_millis(milliseconds)));
    }
    let interruption = interruption().map_err(|error| format!("cannot wait for Ctrl-C: {error}"))?;
    say(&format!("local API Gateway listening on {}", gateway.url()));
    interruption.await;
    Ok(())
}

fn read_seed(path: Option<PathBuf>) -> Result<Seed, String> {
    let Some(path) = path else { return Ok(Seed::demo()) };
    Seed::from_json(&read(&path)?).map_err(|error| format!("{} is not a seed: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Ctrl-C, or a request to end from the process that started this one. Both are
/// listened for as soon as this returns, not only once the future is awaited.
#[cfg(unix)]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C, listened for as soon as this returns.
#[cfg(windows)]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        ctrl_c.recv().await;
    })
}

/// `200 CreateApiMapping POST /v2/domainnames/api.example.com/apimappings round trip 2`, and
/// at its end the rule if a refusal is made up.
fn line(call: &Call) -> String {
    let outcome = match call.outcome {
        Outcome::Answered(status) => status.to_string(),
        Outcome::Broken => "cut".to_owned(),
        Outcome::Unanswered => "---".to_owned(),
    };
    let Call { operation, method, path, round_trip, rule, .. } = call;
    let made_up = rule.and_then(Rule::made_up).map_or_else(String::new, |rule| format!(" made up: {rule}"));
    format!("{outcome} {operation} {method} {path} round trip {round_trip}{made_up}")
}

fn say(line: &str) {
    // A reader that closed the pipe is no reason to stop serving.
    let mut out = io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
