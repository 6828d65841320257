//! What a run on AWS says before it begins.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use anyhow::{Context, Result, bail};

use crate::call::Call;
use crate::creation::Creation;
use crate::identity::Identity;
use crate::ledger::Kind;
use crate::pacing::{Pace, estimate};
use crate::probe::{Probe, Step};
use crate::world::{self, Edge};

/// Where a run asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The URL that takes the place of API Gateway's, if one is set.
    pub(crate) url: Option<&'a str>,
    pub(crate) region: &'a str,
}

/// What a run of these probes makes and how long it takes.
#[must_use]
pub(crate) fn text(
    probes: &[Probe],
    run: &str,
    identity: &Identity,
    place: &Place<'_>,
    edge: Option<&str>,
) -> String {
    let plan = Plan::of(probes, edge);
    let mut text = String::new();
    match place.url {
        Some(url) => text.extend(["This asks what answers at ", url, ", in place of API Gateway,\nin"]),
        None => text += "This asks API Gateway in",
    }
    let _ =
        writeln!(text, " the account {}, region {},\nas {}.\n", identity.account, place.region, identity.arn);
    let id = run.trim_start_matches("probe-");
    let _ = writeln!(text, "It makes at most these, with {id} in their names, and removes them again:");
    for (number, one, several) in [
        (plan.apis, "HTTP or WebSocket API", "HTTP and WebSocket APIs"),
        (plan.rest_apis, "REST API", "REST APIs"),
        (plan.domains, "custom domain name below example.com", "custom domain names below example.com"),
        (plan.certificates, "self-signed certificate in ACM", "self-signed certificates in ACM"),
        (plan.mappings, "API mapping, for a moment", "API mappings, each for a moment"),
        (plan.rules, "routing rule, for a moment", "routing rules, each for a moment"),
    ] {
        if number > 0 {
            let _ = writeln!(text, "  {number:>4} {}", if number == 1 { one } else { several });
        }
    }
    if let Some(edge) = edge.filter(|_| plan.edge) {
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
    if plan.certificates > 0 {
        let _ =
            writeln!(text, "ACM may hold the certificate for up to 20 minutes more; the run waits for that.");
    }
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
    rules: usize,
    /// Whether the domain name of --edge-domain is one of them.
    edge: bool,
    throttles: bool,
    time: std::time::Duration,
}

impl Plan {
    fn of(probes: &[Probe], edge: Option<&str>) -> Self {
        let edge = match edge {
            Some(name) => Edge::Given { name: name.to_owned(), certificate: String::new() },
            None => Edge::Absent(String::new()),
        };
        let mut plan = Self::default();
        let mut paces = Vec::new();
        let mut parts: Vec<_> = probes.iter().flat_map(world::of_probe).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in &parts {
            let calls = world::calls_of(part, "", &edge);
            if *part == "edge" {
                plan.edge = !calls.is_empty();
                paces.extend(calls.iter().flat_map(|_| [Pace::DomainChange; 2]));
            } else {
                calls.iter().for_each(|call| plan.count(call, &mut paces));
            }
        }
        let steps = || probes.iter().flat_map(|probe| &probe.steps);
        for call in steps().flat_map(Step::calls) {
            // A second domain name of a name is refused.
            let named = call.body["domainName"].as_str().map(|name| name.trim_matches(['{', '}']));
            if named.is_some_and(|name| parts.contains(&name)) {
                paces.push(Pace::of(call));
            } else {
                plan.count(call, &mut paces);
            }
        }
        let needs_certificate = plan.domains > 0 || parts.contains(&"certificate");
        plan.certificates = usize::from(needs_certificate);
        plan.throttles = steps().any(|step| matches!(step, Step::AskUntilThrottled(..)));
        // The state of domain names is read, and what a probe has made is listed after it.
        paces.extend(std::iter::repeat_n(Pace::Ordinary, 3 * probes.len() + 6 * parts.len()));
        plan.time = estimate(&paces);
        plan
    }

    /// Counts a call, and the removal of what it makes.
    fn count(&mut self, call: &Call, paces: &mut Vec<Pace>) {
        paces.push(Pace::of(call));
        let Some(kind) = Creation::kind_of(call) else { return };
        paces.push(Pace::of_removal(kind));
        match kind {
            Kind::Api => self.apis += 1,
            Kind::RestApi => self.rest_apis += 1,
            Kind::Domain | Kind::DomainOfVersion1 | Kind::PrivateDomain => self.domains += 1,
            Kind::Mappings => self.mappings += 1,
            Kind::RoutingRules => self.rules += 1,
            Kind::Certificate => self.certificates += 1,
        }
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
        let plan = Plan::of(&probes, None);
        assert_eq!((plan.apis, plan.rest_apis, plan.domains, plan.certificates), (1, 1, 1, 1));
        assert_eq!((plan.mappings, plan.throttles), (3, false));
    }

    #[test]
    fn what_probes_make_themselves_is_counted() {
        let probes: Vec<_> = crate::probes::all()
            .into_iter()
            .filter(|probe| probe.name.starts_with("domain_") || probe.name.starts_with("r"))
            .collect();
        let of = |operation: &str| {
            let calls = probes.iter().flat_map(|probe| &probe.steps).flat_map(Step::calls);
            calls.filter(|call| call.operation == operation).count()
        };
        let plan = Plan::of(&probes, Some("a.example.org"));
        assert!(of("CreateDomainName") > 4 && of("CreateRestApi") > 0 && of("CreateRoutingRule") > 0);
        // Two of the world, and one create of a name that is taken.
        assert_eq!(plan.domains, 2 + of("CreateDomainName") - 1);
        assert_eq!(plan.rest_apis, 3 + of("CreateRestApi"));
        assert_eq!((plan.rules, plan.edge), (of("CreateRoutingRule"), false));
        let edge = [probe().ask(create("{edge}", "{http}", "live", "a"))];
        assert!(Plan::of(&edge, Some("a.example.org")).edge);
    }

    #[test]
    fn changes_of_domain_names_take_the_time() {
        let probes = [probe().ask(create_domain("{spare}", serde_json::Value::Null))];
        assert_eq!(Plan::of(&probes, None).time.as_secs(), 62);
    }

    #[test]
    fn the_text_says_where_and_what() {
        let probes = [probe().ask(create("{regional}", "{http}", "live", "a"))];
        let identity = Identity {
            account: "123456789012".to_owned(),
            arn: "arn:aws:iam::123456789012:user/a".to_owned(),
        };
        let place = Place { url: None, region: "eu-west-1" };
        let elsewhere = Place { url: Some("http://127.0.0.1:1"), ..place };
        let elsewhere = text(&probes, "probe-1", &identity, &elsewhere, None);
        assert!(
            elsewhere.contains("what answers at http://127.0.0.1:1, in place of API Gateway"),
            "{elsewhere}"
        );
        let text = text(&probes, "probe-1", &identity, &place, None);
        assert!(!text.contains("http"), "{text}");
        for part in [
            "the account 123456789012, region eu-west-1",
            "asks API Gateway in",
            "with 1 in their names",
            "up to 20 minutes more",
            "1 HTTP or WebSocket API\n",
            "None of it costs anything",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
