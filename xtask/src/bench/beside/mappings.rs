//! Plan and apply of mappings, with either provider, against ministack.

use anyhow::Result;

use super::ministack::{self, ACCOUNT, DOMAIN, REGION, STAGE};
use super::relay::Relay;
use crate::bench::figure::Figure;
use crate::bench::quota;
use crate::bench::runner::{Run, Runner};
use crate::console;

/// The provider that a configuration is written for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Configuration {
    Ours,
    OursWithoutRateLimit,
    HashicorpAws,
}

/// What is done one after the other, and the Terraform command.
const STEPS: [(&str, &[&str]); 3] = [
    ("plan to create", &["plan", "-out=it.tfplan"]),
    ("apply of", &["apply", "-auto-approve"]),
    ("plan without changes of", &["plan", "-detailed-exitcode"]),
];
/// The place of `apply` among them.
const APPLY: usize = 1;

/// How often the steps are begun anew when one of them fails. hashicorp/aws now
/// and then loses the answer to a create that was done, sends it again and is
/// refused, above all on a busy machine.
const ATTEMPTS: usize = 5;

/// One run of Terraform, and its calls.
struct Step {
    run: Run,
    calls: usize,
}

/// Times, calls and memory of each step with `size` mappings.
pub(super) fn measure(
    runner: &Runner,
    configuration: Configuration,
    size: usize,
) -> Result<Vec<Option<Figure>>> {
    let steps = all_steps(runner, configuration, size)?;
    let mut figures = Vec::new();
    for (number, (verb, _)) in STEPS.iter().enumerate() {
        let name = |what| format!("{verb} {size}: {what}");
        let step = steps.get(number);
        figures.push(step.map(|step| Figure::seconds(name("time"), step.run.time)));
        if number == APPLY {
            // The limit keeps to a quota, which ministack does not have.
            let limited = configuration == Configuration::Ours
                && step.is_some_and(|step| quota::makes_wait(step.calls));
            let unlimited = if limited {
                all_steps(runner, Configuration::OursWithoutRateLimit, size)?
            } else {
                Vec::new()
            };
            let step = unlimited.get(APPLY);
            figures.push(step.map(|step| Figure::seconds(name("time without a rate limit"), step.run.time)));
        }
        let processor = step.and_then(|step| step.run.processor);
        figures
            .push(processor.map(|time| Figure::seconds(name("processor time, Terraform's included"), time)));
        let peak = step.and_then(|step| step.run.peak);
        figures.push(peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
        figures.push(step.map(|step| Figure::count(name("calls, STS included"), step.calls)));
    }
    Ok(figures)
}

/// Runs the steps until all have succeeded in a row. Gives those before the
/// failing one if that does not come to pass.
fn all_steps(runner: &Runner, configuration: Configuration, size: usize) -> Result<Vec<Step>> {
    let mut done = Vec::new();
    for _ in 0..ATTEMPTS {
        done = steps(runner, configuration, size)?;
        if done.len() == STEPS.len() {
            break;
        }
    }
    Ok(done)
}

/// Runs the steps on an account that has no mappings, up to one that fails.
fn steps(runner: &Runner, configuration: Configuration, size: usize) -> Result<Vec<Step>> {
    let server = ministack::start()?;
    let api = ministack::fill(&server)?;
    let relay = Relay::start(server.address())?;
    let mut project = runner.project(&configuration.hcl(&api, runner.provider.source, size))?;
    // Alike for both. An `endpoints` block makes hashicorp/aws three times slower.
    let url = relay.url();
    for (name, value) in [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", ACCOUNT),
        ("AWS_SECRET_ACCESS_KEY", "bench"),
    ] {
        project.set(name, value);
    }
    let mut done = Vec::new();
    for (verb, command) in STEPS {
        match runner.run(&project, command) {
            Ok(run) => done.push(Step { run, calls: relay.take_calls() }),
            Err(failure) => {
                let text = failure.to_string();
                let cause = text.find("\nError: ").map_or(text.as_str(), |start| &text[start + 1..]);
                console::warn(&format!("{verb} {size} failed with {}: {cause}", runner.provider.source));
                break;
            }
        }
    }
    Ok(done)
}

impl Configuration {
    fn hcl(self, api: &str, source: &str, size: usize) -> String {
        let (provider, resource, block) = match self {
            Configuration::Ours => ("apigatewayv2", "apigatewayv2_api_mapping", ""),
            Configuration::OursWithoutRateLimit => {
                let block = "provider \"apigatewayv2\" {\n  max_requests_per_second = 0\n}\n";
                ("apigatewayv2", "apigatewayv2_api_mapping", block)
            }
            Configuration::HashicorpAws => ("aws", "aws_apigatewayv2_api_mapping", ""),
        };
        format!(
            r#"terraform {{
  required_providers {{
    {provider} = {{ source = "{source}" }}
  }}
}}

{block}
resource "{resource}" "it" {{
  count           = {size}
  domain_name     = "{DOMAIN}"
  api_id          = "{api}"
  stage           = "{STAGE}"
  api_mapping_key = "key-${{count.index}}"
}}
"#
        )
    }
}
