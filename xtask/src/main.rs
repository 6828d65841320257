//! `cargo xtask <verb>`: every command a person types.
//!
//! One file or folder for each verb, and beside them what several verbs share:
//! running programs ([`process`], [`cargo`]), bringing them ([`tools`], [`python`],
//! [`go`], [`cores`]), Terraform and what it needs ([`terraform`], [`project`],
//! [`endpoint`]), places ([`workspace`], [`files`]).

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

#[path = "../../src/address.rs"]
#[allow(unreachable_pub, reason = "the provider's file, which is public there")]
mod address;
mod advisories;
mod bench;
mod cargo;
mod console;
mod cores;
mod demo;
mod difference;
mod dist;
mod docs;
#[path = "../../src/provider/documented_settings.rs"]
mod documented_settings;
mod endpoint;
#[path = "../../src/evidence/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the provider's files, of which the tests need all and the guide a part"
)]
mod evidence;
mod files;
#[path = "../../src/findings/table/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "the provider's file, of which the guide needs a part")]
mod findings_table;
mod go;
mod lint;
mod messages;
mod metadata;
#[path = "../probe/src/ministack.rs"]
mod ministack;
mod mirror;
mod missing;
mod musl;
mod picture;
mod platform;
mod probe;
#[path = "../probe/src/record.rs"]
#[allow(dead_code, unreachable_pub, reason = "the probe's file, which writes what is read here")]
mod probe_record;
mod process;
mod project;
mod publish;
mod python;
mod recording;
mod records;
mod release;
mod release_notes;
#[path = "../../src/names/table.rs"]
#[allow(unreachable_pub, reason = "the provider's file, which is public there")]
mod rules_table;
mod terraform;
mod test;
mod tools;
mod workspace;

/// Builds, tests, documents, measures and packages the provider.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Show the provider at work, with real Terraform and a local endpoint
    Demo,
    /// Run everything CI runs
    Test(test::Options),
    /// Write the golden messages in tests/it/messages from what the scenarios show
    Messages(messages::Options),
    /// Check format, Clippy, sources and that docs/ is up to date
    Lint(lint::Options),
    /// Write docs/ from the schema, templates/ and examples/
    Docs(docs::Options),
    /// Draw README's failing plan anew, from a real run
    Picture(picture::Options),
    /// Measure the release build: size, start, memory and time of a plan
    Bench(bench::Options),
    /// Pack this machine's release into target/dist
    Dist(dist::Options),
    /// Build the provider as GoReleaser asks for it
    #[command(hide = true)]
    ReleaseBuild(dist::goreleaser::Options),
    /// Merge, sum and sign the archives of all machines into target/release-files
    Release(release::Options),
    /// Make a mirror that Terraform and OpenTofu install from, or add to one
    Mirror(mirror::Options),
    /// Print the changelog's section of this version, if the tag is of it
    ReleaseNotes(release_notes::Options),
    /// Make a draft of the release on GitHub
    Publish(publish::Options),
    /// Install what a static binary for Linux needs
    Musl,
    /// Ask API Gateway, or what stands in for it, what it accepts and refuses
    Probe(probe::Options),
    /// Ask cargo-deny about known vulnerabilities of the dependencies
    Advisories,
}

fn main() -> ExitCode {
    let result = match Cli::parse().verb {
        Verb::Demo => demo::run(),
        Verb::Test(options) => test::run(&options, accepts),
        Verb::Messages(options) => messages::run(&options),
        Verb::Lint(options) => lint::run(&options, accepts),
        Verb::Docs(options) => docs::run(&options),
        Verb::Picture(options) => picture::run(&options),
        Verb::Bench(options) => bench::run(&options),
        Verb::Dist(options) => dist::run(&options),
        Verb::ReleaseBuild(options) => dist::goreleaser::run(&options),
        Verb::Release(options) => release::run(&options),
        Verb::Mirror(options) => mirror::run(&options),
        Verb::ReleaseNotes(options) => release_notes::run(&options),
        Verb::Publish(options) => publish::run(&options),
        Verb::Musl => musl::run(),
        Verb::Probe(options) => probe::run(&options),
        Verb::Advisories => advisories::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether a command line of `cargo xtask` is one that [`main`] carries out; the
/// error is clap's.
fn accepts(words: &[&str]) -> Result<(), String> {
    let Err(error) = Cli::try_parse_from(std::iter::once("cargo xtask").chain(words.iter().copied())) else {
        return Ok(());
    };
    if error.kind() == ErrorKind::DisplayHelp {
        return Ok(());
    }
    let text = error.to_string();
    let (problem, _usage) = text.split_once("\n\n").unwrap_or((&text, ""));
    let words: Vec<_> = problem.trim_start_matches("error:").split_whitespace().collect();
    Err(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn a_command_that_is_carried_out_is_accepted() {
        assert_eq!(accepts(&["dist", "--twice"]), Ok(()));
        assert_eq!(accepts(&["--help"]), Ok(()));
        assert_eq!(accepts(&["release", "--complete", "a", "b"]), Ok(()));
    }

    #[test]
    fn a_command_that_is_refused_comes_with_the_reason() {
        let why = |words: &[&str]| accepts(words).err().unwrap_or_default();
        assert_eq!(why(&["dist", "--thrice"]), "unexpected argument '--thrice' found");
        assert!(why(&["release-build"]).starts_with("the following required arguments were not provided: "));
        assert!(why(&["release", "a", "--profile", "dev"]).contains("cannot be used with"));
        assert!(!why(&["test", "--lane", "no_such_lane"]).is_empty());
    }
}
