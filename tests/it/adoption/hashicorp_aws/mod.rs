//! Projects in which hashicorp/aws or hashicorp/awscc is installed beside the provider, or
//! what stands in for it, so that these tests need no other provider.

mod provider;

use std::path::Path;

use apigatewayv2::address::SOURCE_ADDRESS;

pub(crate) use self::provider::serve_if_asked;
use crate::acceptance::world::{Block, DOMAIN, quote};
use crate::harness::install::{HOSTS, place, place_everywhere, write_cli_config};
use crate::harness::{Case, Project};

/// A resource of hashicorp/aws as its users write it, but for the id.
pub(crate) fn block(name: &str, api: &str, id: &str, more: &str) -> String {
    block_of("aws_apigatewayv2_api_mapping", name, api, id, &format!("stage = \"production\"\n{more}"))
}

/// The same of any type that maps an API to a domain name.
pub(crate) fn block_of(type_name: &str, name: &str, api: &str, id: &str, more: &str) -> String {
    let block = Block::new(name).domain(DOMAIN).api(api).set("id", &quote(id)).with(&format!("{more}\n"));
    block.hcl().replace("\"apigatewayv2_api_mapping\"", &quote(type_name))
}

/// A project in which the stand-in is installed as `source` beside the provider.
pub(crate) fn installed_as(case: &Case, source: &str) -> Project {
    let mut project = case.project();
    let mirror = project.folder().join("mirror");
    let (hosts, path) = match source.split('/').count() {
        3 => {
            let (host, path) = source.split_once('/').expect("a host");
            (vec![host], path)
        }
        // Each program has a registry of its own.
        _ => (HOSTS.to_vec(), source),
    };
    let this = std::env::current_exe().expect("this executable");
    let placed = |binary: &Path, host: &str, path: &str, version: &str| {
        place(binary, &mirror.join(host), path, version).expect("a provider in the mirror");
    };
    place_everywhere(&crate::provider_binary(), &mirror).expect("the provider in the mirror");
    for host in hosts {
        placed(&this, host, path, provider::VERSION);
    }

    let cli_config = project.folder().join("cli.tfrc");
    write_cli_config(&cli_config, &mirror);
    let data = project.folder().join("data");
    project.env("TF_CLI_CONFIG_FILE", cli_config.to_str().expect("a path in text"));
    project.env("TF_DATA_DIR", data.to_str().expect("a path in text"));
    let name = path.rsplit('/').next().expect("a type");
    project.file("versions.tf", &required(&[("apigatewayv2", SOURCE_ADDRESS), (name, source)]));
    init(&project);
    project
}

pub(super) fn required(providers: &[(&str, &str)]) -> String {
    let lines = providers.iter().map(|(name, source)| format!("    {name} = {{ source = {source:?} }}\n"));
    format!("terraform {{\n  required_providers {{\n{}  }}\n}}\n", lines.collect::<String>())
}

pub(super) fn init(project: &Project) {
    let finished = project.run(&["init", "-no-color", "-input=false"]);
    assert_eq!(finished.code, 0, "{}", finished.text());
}
