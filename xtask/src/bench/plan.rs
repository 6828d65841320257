//! A plan that creates mappings: how long it takes, beside what Terraform takes
//! for as many resources that need no provider, and what the provider holds.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::figure::Figure;
use super::memory;
use crate::address::SOURCE_ADDRESS;
use crate::endpoint::Endpoint;
use crate::project::Project;
use crate::terraform::Terraform;
use crate::{files, process, workspace};

/// The world of the demo.
const SEED: &str = "crates/local-gateway/examples/seed.json";

/// Time and memory of a plan of `size` mappings.
pub(crate) fn measure(
    size: usize,
    terraform: &Terraform,
    provider: &Path,
    gateway: &Path,
) -> Result<Vec<Figure>> {
    let endpoint = Endpoint::start(gateway, &workspace::root().join(SEED))?;
    let mappings = project("bench/plan", terraform, provider)?;
    write(&mappings, &mapping_configuration(size, endpoint.url()))?;
    let baseline = project("bench/baseline", terraform, provider)?;
    write(&baseline, &baseline_configuration(size))?;

    let (time, peak) = memory::peak_during(provider, || plan(&mappings));
    let mut figures = vec![
        Figure::seconds(format!("plan of {size}, wall time"), time?),
        Figure::seconds(format!("plan of {size} terraform_data"), plan(&baseline)?),
    ];
    figures.extend(peak.map(|bytes| Figure::bytes(format!("plan of {size}, provider's peak memory"), bytes)));
    Ok(figures)
}

fn project(name: &str, terraform: &Terraform, provider: &Path) -> Result<Project> {
    Project::new(name, terraform, provider)
}

fn write(project: &Project, configuration: &str) -> Result<()> {
    files::write(&project.folder().join("main.tf"), configuration)?;
    process::output(&mut project.terraform(["init", "-input=false", "-no-color"]))?;
    Ok(())
}

fn plan(project: &Project) -> Result<Duration> {
    let start = Instant::now();
    process::output(&mut project.terraform(["plan", "-no-color", "-out=it.tfplan"]))?;
    Ok(start.elapsed())
}

fn mapping_configuration(size: usize, url: &str) -> String {
    format!(
        r#"terraform {{
  required_providers {{
    apigatewayv2 = {{ source = "{SOURCE_ADDRESS}" }}
  }}
}}

provider "apigatewayv2" {{
  region     = "eu-west-1"
  access_key = "bench"
  secret_key = "bench"

  endpoints {{
    apigatewayv2 = "{url}"
    apigateway   = "{url}"
    sts          = "{url}"
  }}
}}

resource "apigatewayv2_api_mapping" "it" {{
  count           = {size}
  domain_name     = "api.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "key-${{count.index}}"
}}
"#
    )
}

fn baseline_configuration(size: usize) -> String {
    format!(
        r#"resource "terraform_data" "it" {{
  count = {size}
  input = "key-${{count.index}}"
}}
"#
    )
}
