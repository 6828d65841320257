//! The table of findings: one row for each, from which name, default severity, messages and the
//! guide come. It uses nothing else of the provider, so that the guide can be made of it.

#[macro_use]
mod hcl;

mod apis;
mod domains;
mod keys;
mod lookups;

use std::fmt;

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
    /// A mapping is deleted: domain name and id.
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

macro_rules! findings {
    ($($finding:ident = $row:path,)+) => {
        /// The name of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the rows say what each is")]
        pub enum FindingName {
            $($finding,)+
        }

        impl FindingName {
            /// All of them, in the order of the guide.
            pub const ALL: &[Self] = &[$(Self::$finding,)+];

            /// Its row of the table.
            pub fn documented(self) -> &'static Documented {
                match self {
                    $(Self::$finding => &$row,)+
                }
            }
        }
    };
}

findings! {
    KeyTaken = keys::KEY_TAKEN,
    KeyMayBeTaken = keys::KEY_MAY_BE_TAKEN,
    MappingExists = keys::MAPPING_EXISTS,
    MappingMadeAnew = keys::MAPPING_MADE_ANEW,
    KeysSwapped = keys::KEYS_SWAPPED,
    KeyPlannedTwice = keys::KEY_PLANNED_TWICE,
    WebsocketMultiLevelKey = keys::WEBSOCKET_MULTI_LEVEL_KEY,
    FirstMultiLevelKey = keys::FIRST_MULTI_LEVEL_KEY,
    TooManyMultiLevelKeys = keys::TOO_MANY_MULTI_LEVEL_KEYS,
    UndocumentedComma = keys::UNDOCUMENTED_COMMA,
    UnusualLetter = keys::UNUSUAL_LETTER,
    ApiMissing = apis::API_MISSING,
    StageMissing = apis::STAGE_MISSING,
    RestApiDefaultStage = apis::REST_API_DEFAULT_STAGE,
    PrivateApi = apis::PRIVATE_API,
    WebsocketMixed = apis::WEBSOCKET_MIXED,
    WebsocketMayMix = apis::WEBSOCKET_MAY_MIX,
    HttpApiBesideStrictRestApi = apis::HTTP_API_BESIDE_STRICT_REST_API,
    DomainMissing = domains::DOMAIN_MISSING,
    DomainEdgeOptimised = domains::DOMAIN_EDGE_OPTIMISED,
    DomainTls10 = domains::DOMAIN_TLS_1_0,
    DomainNotAvailable = domains::DOMAIN_NOT_AVAILABLE,
    EnhancedPolicyHttpApi = domains::ENHANCED_POLICY_HTTP_API,
    EnhancedPolicyWebsocket = domains::ENHANCED_POLICY_WEBSOCKET,
    RoutingRulesOnly = domains::ROUTING_RULES_ONLY,
    RoutingRulesFirst = domains::ROUTING_RULES_FIRST,
    RoutingRulesRestAndHttp = domains::ROUTING_RULES_REST_AND_HTTP,
    LookupDenied = lookups::LOOKUP_DENIED,
    LookupFailed = lookups::LOOKUP_FAILED,
    SessionExpired = lookups::SESSION_EXPIRED,
}

impl FindingName {
    /// The name as users write it.
    pub fn name(self) -> &'static str {
        self.documented().name
    }

    /// The finding that users call so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|finding| finding.name() == name)
    }
}

impl fmt::Display for FindingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
