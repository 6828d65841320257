//! What a run on AWS says before it begins.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use anyhow::{Context, Result, bail};

use crate::identity::Identity;
use crate::ledger::Kind;
use crate::pacing::{Pace, estimate};
use crate::probe::{Probe, Step};
use crate::world;

/// What a run of these probes makes and how long it takes.
#[must_use]
pub(crate) fn text(
    probes: &[Probe],
    run: &str,
    identity: &Identity,
    region: &str,
    edge: Option<&str>,
) -> String {
    let plan = Plan::of(probes, edge.is_some());
    let mut text = String::new();
    let _ = writeln!(text, "This asks API Gateway in the account {}, region {region},", identity.account);
    let _ = writeln!(text, "as {}.\n", identity.arn);
    let _ = writeln!(text, "It makes, under the name {run}, and removes again:");
    for (number, one, several) in [
        (plan.apis, "HTTP or WebSocket API", "HTTP and WebSocket APIs"),
        (plan.rest_apis, "REST API", "REST APIs"),
        (plan.domains, "custom domain name below example.com", "custom domain names below example.com"),
        (plan.certificates, "self-signed certificate in ACM", "self-signed certificates in ACM"),
        (plan.mappings, "API mapping, for a moment", "API mappings, each for a moment"),
    ] {
        if number > 0 {
            let _ = writeln!(text, "  {number:>4} {}", if number == 1 { one } else { several });
        }
    }
    if let Some(edge) = edge {
        let _ = writeln!(text, "     1 edge-optimised domain name, {edge}");
    }
    if plan.domains > 0 || edge.is_some() {
        let _ = writeln!(
            text,
            "\nWith the first domain name of an account API Gateway makes its service-linked role"
        );
        let _ = writeln!(text, "AWSServiceRoleForAPIGateway, which stays.");
    }
    let minutes = plan.time.as_secs().div_ceil(60).max(1);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let _ =
        writeln!(text, "\nNone of it costs anything. It takes about {minutes} {unit}: domain names may be");
    let _ = writeln!(text, "changed once in 30 seconds, and half of the account's quota is left to others.");
    if plan.throttles {
        let _ = writeln!(text, "At the end the probe `throttle` uses up the whole quota for some seconds.");
    }
    let _ = writeln!(text, "Ctrl-C ends it at any time, and what has been made is removed.");
    text
}

/// What a run makes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    apis: usize,
    rest_apis: usize,
    domains: usize,
    certificates: usize,
    mappings: usize,
    throttles: bool,
    time: std::time::Duration,
}

impl Plan {
    fn of(probes: &[Probe], has_edge: bool) -> Self {
        let mut plan = Self::default();
        let mut parts: Vec<_> = probes.iter().flat_map(world::of_probe).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in &parts {
            match world::kind_of(part) {
                Kind::Api => plan.apis += 1,
                Kind::RestApi => plan.rest_apis += 1,
                Kind::Certificate => plan.certificates += 1,
                _ if *part == "edge" => {}
                _ => plan.domains += 1,
            }
        }
        let needs_certificate = plan.domains > 0;
        plan.certificates = plan.certificates.max(usize::from(needs_certificate));

        let calls: Vec<_> = probes.iter().flat_map(|probe| &probe.steps).flat_map(Step::calls).collect();
        let number = |operation: &str| calls.iter().filter(|call| call.operation == operation).count();
        plan.mappings = number("CreateApiMapping") + number("CreateBasePathMapping");
        plan.throttles = probes
            .iter()
            .flat_map(|probe| &probe.steps)
            .any(|step| matches!(step, Step::AskUntilThrottled(..)));
        let changes = calls.iter().filter(|call| Pace::of(call.operation) == Pace::DomainChange).count();
        let changes = changes + 2 * (plan.domains + usize::from(has_edge));
        // Each mapping is removed, and each API takes a few calls.
        let all = calls.len() + plan.mappings + 3 * probes.len() + 6 * parts.len();
        let as_u32 = |number| u32::try_from(number).unwrap_or(u32::MAX);
        plan.time = estimate(as_u32(all), as_u32(changes));
        plan
    }
}

/// Asks whether to go on.
///
/// # Errors
/// The answer is not yes, or there is no terminal to ask at.
pub(crate) fn confirm() -> Result<()> {
    if !io::stdin().is_terminal() {
        bail!("nothing has been made: there is no terminal to ask at. Add --yes to go on without a question");
    }
    eprint!("\nType yes to go on: ");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).context("cannot read the answer")?;
    if answer.trim() != "yes" {
        bail!("nothing has been made");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{create, create_domain};
    use crate::probe::Topic;

    fn probe() -> Probe {
        Probe::new(Topic::Kinds, "a", "b")
    }

    #[test]
    fn the_plan_counts_what_the_probes_need() {
        let probes = [
            probe().ask(create("{regional}", "{http}", "live", "a")).ask(create(
                "{regional}",
                "{rest}",
                "live",
                "b",
            )),
            probe().ask(create("{edge}", "{http}", "live", "a")),
        ];
        let plan = Plan::of(&probes, false);
        assert_eq!((plan.apis, plan.rest_apis, plan.domains, plan.certificates), (1, 1, 1, 1));
        assert_eq!((plan.mappings, plan.throttles), (3, false));
    }

    #[test]
    fn changes_of_domain_names_take_the_time() {
        let probes = [probe().ask(create_domain("{spare}", serde_json::Value::Null))];
        assert_eq!(Plan::of(&probes, false).time.as_secs(), 31);
    }

    #[test]
    fn the_text_says_where_and_what() {
        let probes = [probe().ask(create("{regional}", "{http}", "live", "a"))];
        let identity = Identity {
            account: "123456789012".to_owned(),
            arn: "arn:aws:iam::123456789012:user/a".to_owned(),
        };
        let text = text(&probes, "probe-1", &identity, "eu-west-1", None);
        for part in [
            "the account 123456789012, region eu-west-1",
            "probe-1",
            "1 HTTP or WebSocket API\n",
            "None of it costs anything",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
