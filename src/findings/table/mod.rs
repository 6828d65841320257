//! The table of findings: one row for each, from which name, default severity, messages and the
//! guide come. It uses nothing else of the provider than
//! `evidence`, so that the guide can be made of it.

#[macro_use]
mod hcl;

mod account;
mod apis;
mod domains;
mod key_texts;
mod keys;
mod lookups;
mod row;
mod whole_domains;

use std::fmt;

pub use row::{Documented, Example, Fact, Kind, Severity, Step, WayOut};

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
    MappingManagedTwice = keys::MAPPING_MANAGED_TWICE,
    KeysSwapped = keys::KEYS_SWAPPED,
    KeyPlannedTwice = keys::KEY_PLANNED_TWICE,
    WebsocketMultiLevelKey = key_texts::WEBSOCKET_MULTI_LEVEL_KEY,
    FirstMultiLevelKey = key_texts::FIRST_MULTI_LEVEL_KEY,
    TooManyMultiLevelKeys = key_texts::TOO_MANY_MULTI_LEVEL_KEYS,
    UndocumentedComma = key_texts::UNDOCUMENTED_COMMA,
    UnusualLetter = key_texts::UNUSUAL_LETTER,
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
    TwoTables = whole_domains::TWO_TABLES,
    TableBesideMapping = whole_domains::TABLE_BESIDE_MAPPING,
    MappingsUnknown = whole_domains::MAPPINGS_UNKNOWN,
    PathsInterrupted = whole_domains::PATHS_INTERRUPTED,
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
