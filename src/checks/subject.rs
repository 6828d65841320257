//! What a finding is about, and so which planned mappings share it.

use std::fmt;

use super::planned_mapping::{ChangedFields, PlannedMapping};
use crate::names::{ApiId, DomainName, MappingId, MappingKey, StageName};

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A custom domain name that mappings come to.
    Domain(DomainName),
    /// The APIs that come to a custom domain name.
    ApisOn(DomainName),
    /// The keys with several levels of a domain name.
    LevelsOn(DomainName),
    /// An API.
    Api(ApiId),
    /// The keys with several levels of an API.
    LevelsOf(ApiId),
    /// An API on a domain name.
    ApiOn(DomainName, ApiId),
    /// A stage of an API.
    Stage(ApiId, StageName),
    /// A key of a domain name, which one mapping has.
    Key(DomainName, MappingKey),
    /// A mapping of a domain name.
    Mapping(DomainName, MappingId),
    /// The table of a domain name.
    Table(DomainName),
    /// A look-up. Which mappings share its failure is not known: each may need it for another
    /// API or domain name.
    LookUp,
    /// All look-ups of a region.
    LookUps,
    /// The credentials, which are the same in each region.
    Credentials,
    /// The keys with a comma.
    Commas,
    /// The keys with a letter beyond ASCII.
    UnusualLetters,
}

impl Subject {
    /// Whether another region may have a subject that is called the same.
    pub(super) fn is_of_region(&self) -> bool {
        !matches!(self, Self::Credentials | Self::Commas | Self::UnusualLetters)
    }

    /// Whether the plan for a mapping is about the subject, too. `domain` is `None` while it is
    /// not known.
    pub(super) fn concerns(&self, domain: Option<&DomainName>, planned: &PlannedMapping) -> bool {
        let changed = planned.changed;
        let on = |name: &DomainName| domain == Some(name);
        let of = |api: &ApiId| planned.api_id.as_ref() == Some(api);
        let has_key = |has: fn(&MappingKey) -> bool| planned.key.as_ref().is_some_and(has);
        match self {
            Self::Domain(name) => on(name) && changed.domain,
            Self::ApisOn(name) => on(name) && (changed.api || changed.domain),
            Self::LevelsOn(name) => on(name) && changed.key && has_key(MappingKey::has_levels),
            Self::Api(api) => of(api) && (changed.api || changed.stage || changed.key),
            Self::LevelsOf(api) => of(api) && (changed.api || changed.key) && has_key(MappingKey::has_levels),
            Self::ApiOn(name, api) => on(name) && of(api) && (changed.api || changed.domain),
            Self::Stage(api, stage) => {
                of(api) && planned.stage.as_ref() == Some(stage) && (changed.api || changed.stage)
            }
            Self::LookUps | Self::Credentials => changed != ChangedFields::NONE,
            // Each further mapping at the key has a finding of its own, and a domain name one table.
            Self::Key(..) | Self::Mapping(..) | Self::Table(_) | Self::LookUp => false,
            Self::Commas => changed.key && has_key(|key| key.comma().is_some()),
            Self::UnusualLetters => changed.key && has_key(|key| key.unusual_letters().is_some()),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) | Self::ApisOn(domain) | Self::LevelsOn(domain) | Self::Table(domain) => {
                write!(f, "{domain}")
            }
            Self::Api(api) | Self::LevelsOf(api) => write!(f, "{api}"),
            Self::ApiOn(domain, api) => write!(f, "{domain} {api}"),
            Self::Stage(api, stage) => write!(f, "{api} {stage}"),
            Self::Key(domain, key) => write!(f, "{domain} {key}"),
            Self::Mapping(domain, id) => write!(f, "{domain} {id}"),
            Self::LookUp => f.write_str("look-up"),
            Self::LookUps => f.write_str("look-ups"),
            Self::Credentials => f.write_str("credentials"),
            Self::Commas => f.write_str("commas"),
            Self::UnusualLetters => f.write_str("unusual letters"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::{API, plan};
    use crate::gateway::Protocol;

    const DOMAIN: &str = "api.example.com";

    /// The mapping of `orders/v,2` of one API, of which only this changes.
    fn changing(changed: ChangedFields) -> PlannedMapping {
        PlannedMapping { changed, ..(*plan(None, "orders/v,2", API, Protocol::Http)).clone() }
    }

    fn domain(name: &str) -> DomainName {
        DomainName::parse(name).unwrap()
    }

    fn api(id: &str) -> ApiId {
        ApiId::parse(id).unwrap()
    }

    /// Each subject of that mapping, and the same of something else.
    fn subjects() -> Vec<(Subject, Subject)> {
        let stage = |name| Subject::Stage(api(API), StageName::parse(name).unwrap());
        vec![
            (Subject::Domain(domain(DOMAIN)), Subject::Domain(domain("web.example.com"))),
            (Subject::LevelsOn(domain(DOMAIN)), Subject::LevelsOn(domain("web.example.com"))),
            (Subject::Api(api(API)), Subject::Api(api("5h0p5h0p"))),
            (Subject::LevelsOf(api(API)), Subject::LevelsOf(api("5h0p5h0p"))),
            (Subject::ApiOn(domain(DOMAIN), api(API)), Subject::ApiOn(domain("web.example.com"), api(API))),
            (stage("production"), stage("test")),
            (Subject::ApisOn(domain(DOMAIN)), Subject::ApisOn(domain("web.example.com"))),
            (Subject::Commas, Subject::UnusualLetters),
        ]
    }

    #[test]
    fn a_new_mapping_shares_what_is_found_about_all_that_it_names() {
        let planned = changing(ChangedFields::ALL);
        for (own, other) in subjects() {
            assert!(own.concerns(Some(&domain(DOMAIN)), &planned), "{own:?}");
            assert!(!other.concerns(Some(&domain(DOMAIN)), &planned), "{other:?}");
        }
        assert!(!subjects()[0].0.concerns(None, &planned), "its domain is not known");
    }

    #[test]
    fn a_mapping_that_does_not_change_shares_nothing() {
        for (own, _) in subjects() {
            assert!(!own.concerns(Some(&domain(DOMAIN)), &changing(ChangedFields::NONE)), "{own:?}");
        }
    }

    #[test]
    fn a_change_shares_what_is_found_about_what_it_changes() {
        let sharing = |changed| {
            let planned = changing(changed);
            let shares = |(own, _): &(Subject, Subject)| own.concerns(Some(&domain(DOMAIN)), &planned);
            subjects().iter().map(shares).collect::<Vec<_>>()
        };
        let none = ChangedFields::NONE;
        let stage = sharing(ChangedFields { stage: true, ..none });
        assert_eq!(stage, [false, false, true, false, false, true, false, false]);
        let key = sharing(ChangedFields { key: true, ..none });
        assert_eq!(key, [false, true, true, true, false, false, false, true]);
        let api = sharing(ChangedFields { api: true, ..none });
        assert_eq!(api, [false, false, true, true, true, true, true, false]);
    }

    #[test]
    fn a_key_is_of_one_mapping() {
        let planned = changing(ChangedFields::ALL);
        let key = Subject::Key(domain(DOMAIN), planned.key.clone().unwrap());
        assert!(!key.concerns(Some(&domain(DOMAIN)), &planned));
    }
}
