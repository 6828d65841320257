//! The findings of plan, as a table and as sections of the guide.

use super::proofs;
use crate::findings_table::{Documented, Example, Fact, FindingName, Kind, Severity, Step, WayOut};
use crate::records::Records;

/// The names with their default severities, how what proves them is known, and their titles,
/// each with a link to its section.
pub(crate) fn table(records: &Records) -> String {
    let line = |finding: &FindingName| {
        let Documented { name, title, severity, proof, .. } = finding.documented();
        let standing = proofs::standing(*proof, records);
        format!("| [`{name}`](#{name}) | {} | {standing} | {title} |", word(*severity))
    };
    let lines: Vec<_> = FindingName::ALL.iter().map(line).collect();
    let head = "| name | default | known | summary of the message |\n| --- | --- | --- | --- |";
    format!("{head}\n{}", lines.join("\n"))
}

/// A section for each finding.
pub(crate) fn sections(records: &Records) -> String {
    let sections = FindingName::ALL.iter().map(|finding| section(finding.documented(), records));
    sections.collect::<Vec<_>>().join("\n\n")
}

fn section(row: &Documented, records: &Records) -> String {
    let Documented { name, title, severity, meaning, evidence, proof, example, ways_out, .. } = row;
    let ways_out: Vec<_> = ways_out.iter().map(way_out).collect();
    format!(
        "### {name}\n\n\"{title}\", {} by default. {meaning}\n\n**Since when.** {evidence}\n\n**Proof.** {}\n\n**Example.** {}\n\n{}",
        with_article(*severity),
        proofs::sentence(*proof, records),
        provoked_by(example),
        ways_out.join("\n\n"),
    )
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn with_article(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
    }
}

fn provoked_by(example: &Example) -> String {
    let Example { account, applied, then, planned } = example;
    let mut parts = vec![format!("The account has\n\n{}", listed(account))];
    if !applied.is_empty() {
        parts.push(format!("This is applied:\n\n{}", code(applied)));
    }
    if !then.is_empty() {
        parts.push(format!("Then there is\n\n{}", listed(then)));
    }
    parts.push(if *planned == *applied {
        "The next plan has the finding.".to_owned()
    } else {
        format!("The plan of this has the finding:\n\n{}", code(planned))
    });
    parts.join("\n\n")
}

fn way_out(way_out: &WayOut) -> String {
    let mut text = format!("**Way out.** {}", way_out.words);
    for (number, step) in way_out.steps.iter().enumerate() {
        match step {
            Step::Write(hcl) => {
                let applied = if number == 0 { "" } else { "\n\nThen:" };
                text += &format!("{applied}\n\n{}", code(hcl));
            }
            Step::RefreshOnly => {
                text +=
                    "\n\n```console\n$ terraform apply -refresh-only   # or: tofu apply -refresh-only\n```";
            }
            // The words say it.
            Step::Apply => {}
            Step::Account(_) if way_out.steps.len() == 1 => {}
            Step::Account(facts) => text += &format!("\n\nThere has to be\n\n{}", listed(facts)),
        }
    }
    text
}

fn code(hcl: &str) -> String {
    format!("```terraform\n{}\n```", hcl.trim_end())
}

fn listed(facts: &[Fact]) -> String {
    facts.iter().map(|it| format!("- {}", fact(it))).collect::<Vec<_>>().join("\n")
}

fn fact(fact: &Fact) -> String {
    let named = |name: &str| format!("the custom domain name `{name}`");
    match fact {
        Fact::Domain(name) => named(name),
        Fact::EdgeOptimised(name) => format!("the edge-optimised custom domain name `{name}`"),
        Fact::Tls10(name) => format!("{} with the security policy `TLS_1_0`", named(name)),
        Fact::Enhanced(name) => {
            format!("{} with the security policy `SecurityPolicy_TLS13_1_3_2025_09`", named(name))
        }
        Fact::Updating(name) => format!("{} with the status `UPDATING`", named(name)),
        Fact::RulesOnly(name) => format!("{} with the routing mode `ROUTING_RULE_ONLY`", named(name)),
        Fact::RulesFirst(name) => {
            format!(
                "{} with the routing mode `ROUTING_RULE_THEN_API_MAPPING` and a routing rule",
                named(name)
            )
        }
        Fact::Api(id, kind, stage) => {
            let kind = match kind {
                Kind::WebSocket => "WebSocket API",
                Kind::Http => "HTTP API",
                Kind::Rest => "REST API",
                Kind::PrivateRest => "private REST API",
                Kind::StrictRest => "REST API with an enhanced security policy",
            };
            format!("the {kind} `{id}` with the stage `{stage}`")
        }
        Fact::Mapping(id, domain, key, api, stage) => {
            format!("the mapping `{id}` of `{domain}/{key}` to stage `{stage}` of API `{api}`")
        }
        Fact::Mappings(count, domain, api, _) => {
            format!("{count} mappings of API `{api}` on `{domain}` with `/` in their keys")
        }
        Fact::Deleted(domain, key) => format!("no mapping of `{domain}/{key}` any more"),
        Fact::Denied(action) => format!("no permission for `{action}` in the policy of the credentials"),
        Fact::Failing(action) => format!("HTTP 500 in answer to `{action}`"),
        Fact::Expired => "an expired session of the credentials".to_owned(),
        Fact::Answering => "an answer to every call".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_has_a_line_and_a_section_with_all_that_there_is_to_say() {
        let records = Records::of_the_repository().unwrap();
        let (table, sections) = (table(&records), sections(&records));
        for finding in FindingName::ALL {
            let name = finding.name();
            assert!(table.contains(&format!("| [`{name}`](#{name}) |")), "{name}");
            let (_, section) = sections.split_once(&format!("### {name}\n")).expect("a section");
            let section = section.split("\n### ").next().expect("its text");
            for part in ["**Since when.**", "**Proof.**", "**Example.**", "```terraform", "**Way out.**"] {
                assert!(section.contains(part), "{name} lacks {part}");
            }
            for probe in finding.documented().proof.probes() {
                assert!(section.contains(&format!("`{probe}` (")), "{name} lacks {probe}");
            }
        }
    }

    #[test]
    fn facts_are_listed_in_words() {
        let facts = [Fact::Domain("a"), Fact::Api("b", Kind::Http, "c"), Fact::Deleted("a", "d")];
        assert_eq!(
            listed(&facts),
            "- the custom domain name `a`\n- the HTTP API `b` with the stage `c`\n- no mapping of `a/d` any more"
        );
    }
}
