//! What a row of the table says.

use crate::evidence::Proof;

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The plan fails.
    Error,
    /// The plan goes on.
    Warning,
}

/// What the table says of a finding.
#[derive(Debug)]
pub struct Documented {
    /// The name in the provider block and in the last line of the message.
    pub name: &'static str,
    /// A few words in Title Case, the summary of the message.
    pub title: &'static str,
    /// What it is unless the provider block says otherwise: an error only where AWS is known to
    /// refuse, and no step of the same run is likely to change that.
    pub severity: Severity,
    /// Whether calls are made to find it.
    pub looks_up: bool,
    /// What it means.
    pub meaning: &'static str,
    /// Since when AWS refuses it, and the source.
    pub evidence: &'static str,
    /// The probes by which it stands or falls.
    pub proof: Proof,
    /// What provokes it.
    pub example: Example,
    /// The ways out, each of which begins with the example.
    pub ways_out: &'static [WayOut],
}

/// What provokes a finding.
#[derive(Debug)]
pub struct Example {
    /// What the account holds.
    pub account: &'static [Fact],
    /// The configuration that was applied then; empty for none.
    pub applied: &'static str,
    /// What then changes in the account, or with its answers.
    pub then: &'static [Fact],
    /// The configuration whose plan has the finding.
    pub planned: &'static str,
}

/// A way out of a finding.
#[derive(Debug)]
pub struct WayOut {
    /// What to do, as a sentence.
    pub words: &'static str,
    /// The same, step by step. A plan after it does not have the finding, and apply works.
    pub steps: &'static [Step],
}

/// One step of a way out.
#[derive(Debug)]
pub enum Step {
    /// Apply what provokes the finding, as a warning.
    Apply,
    /// Apply this configuration instead.
    Write(&'static str),
    /// Apply with `-refresh-only`.
    RefreshOnly,
    /// Have the account changed.
    Account(&'static [Fact]),
}

/// The protocol of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum Kind {
    WebSocket,
    Http,
    Rest,
    PrivateRest,
    /// A REST API with an enhanced security policy.
    StrictRest,
}

/// One thing that is so in the account, from now on.
#[derive(Clone, Copy, Debug)]
pub enum Fact {
    /// A Regional custom domain name with TLS 1.2, available, without routing rules.
    Domain(&'static str),
    /// The same, but edge-optimised.
    EdgeOptimised(&'static str),
    /// The same, but with the security policy TLS 1.0.
    Tls10(&'static str),
    /// The same, but with an enhanced security policy.
    Enhanced(&'static str),
    /// The same, but with the status `UPDATING`.
    Updating(&'static str),
    /// The same, but with the routing mode `ROUTING_RULE_ONLY`.
    RulesOnly(&'static str),
    /// The same, but with the routing mode `ROUTING_RULE_THEN_API_MAPPING` and a rule.
    RulesFirst(&'static str),
    /// An API with one stage.
    Api(&'static str, Kind, &'static str),
    /// A mapping: id, domain name, key, API and stage.
    Mapping(&'static str, &'static str, &'static str, &'static str, &'static str),
    /// So many mappings with two levels in their keys: domain name, API and stage.
    Mappings(usize, &'static str, &'static str, &'static str),
    /// A mapping is deleted: domain name and key.
    Deleted(&'static str, &'static str),
    /// The credentials have no permission for a look-up.
    Denied(&'static str),
    /// A look-up fails inside the service.
    Failing(&'static str),
    /// The session of the credentials has expired.
    Expired,
    /// The credentials are good, and the service answers.
    Answering,
}
