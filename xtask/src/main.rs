//! `cargo xtask <verb>`: every command a person types.
//!
//! One file or folder for each verb, and beside them what several verbs share:
//! running programs ([`process`], [`cargo`]), places ([`workspace`], [`files`]).

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod cargo;
mod files;
mod process;
mod protoc;
mod workspace;

/// The provider's package and binary.
const PROVIDER: &str = "terraform-provider-apigatewayv2";

/// Builds, tests, documents, measures and packages the provider.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Put protoc where .cargo/config.toml expects it
    Protoc,
}

fn main() -> ExitCode {
    let result = match Cli::parse().verb {
        Verb::Protoc => protoc::install(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
