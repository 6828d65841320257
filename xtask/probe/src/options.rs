//! What `cargo xtask probe` can be told.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgGroup, Parser};

/// Asks API Gateway what it accepts and refuses, or what stands in for it.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask probe", bin_name = "cargo xtask probe")]
#[command(group(ArgGroup::new("what").required(true).args(["endpoint", "aws", "compare", "list", "policy"])))]
pub struct Options {
    /// Ask what stands in for the service: the local endpoint, ministack, or what listens at
    /// a URL
    #[arg(long, value_name = "local|ministack|URL")]
    pub endpoint: Option<Endpoint>,

    /// Ask AWS, with the credentials and settings of the AWS CLI. Says first what it makes
    #[arg(long)]
    pub aws: bool,

    /// Do not ask before anything is made on AWS
    #[arg(long)]
    pub yes: bool,

    /// The region to ask in
    #[arg(long)]
    pub region: Option<String>,

    /// A domain name for the edge-optimised one, which must not exist in API Gateway, and
    /// for which ACM in us-east-1 has a publicly trusted certificate
    #[arg(long, value_name = "NAME", conflicts_with = "endpoint")]
    pub edge_domain: Option<String>,

    /// Ask only the probes whose name contains this
    #[arg(long, value_name = "FILTER")]
    pub only: Option<String>,

    /// Write the record here. A whole run of AWS goes to crates/local-gateway/records, every
    /// other one to target/probe
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Show what differs between two records: files, names of crates/local-gateway/records,
    /// or `best`
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub compare: Vec<String>,

    /// List the probes
    #[arg(long)]
    pub list: bool,

    /// Print the IAM policy that a run on AWS needs
    #[arg(long)]
    pub policy: bool,
}

/// What stands in for the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The local endpoint of this workspace, started for the run.
    Local,
    /// ministack, started for the run.
    Ministack,
    /// What listens at a URL.
    Url(String),
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "local" => Ok(Self::Local),
            "ministack" => Ok(Self::Ministack),
            url if url.starts_with("http://") || url.starts_with("https://") => Ok(Self::Url(url.to_owned())),
            _ => Err("write local, ministack, or a URL such as http://127.0.0.1:4566".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        let words = std::iter::once("probe").chain(line.split_whitespace());
        Options::try_parse_from(words).map_err(|error| error.to_string())
    }

    #[test]
    fn exactly_one_thing_is_done() {
        assert_eq!(parse("--endpoint local").expect("right").endpoint, Some(Endpoint::Local));
        assert_eq!(parse("--compare best local").expect("right").compare, ["best", "local"]);
        assert!(parse("").is_err());
        assert!(parse("--aws --endpoint local").is_err());
        assert!(parse("--compare best").is_err());
        assert!(parse("--endpoint moto").expect_err("wrong").contains("write local, ministack, or a URL"));
        assert!(parse("--endpoint local --edge-domain a.example.com").is_err());
    }
}
