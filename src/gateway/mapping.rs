//! A mapping as the service describes it, and one as it is asked for.

use super::Failure;
use crate::names::{ApiId, MappingId, MappingKey, StageName};

/// An API mapping that exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mapping {
    /// The id that the service gave it.
    pub id: MappingId,
    /// The path below the domain.
    pub key: MappingKey,
    /// The API that answers.
    pub api_id: String,
    /// The stage that answers.
    pub stage: String,
}

/// What a mapping is asked to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MappingSpec {
    /// The path below the domain.
    pub key: MappingKey,
    /// The API that answers.
    pub api_id: ApiId,
    /// The stage that answers.
    pub stage: StageName,
}

/// What an update asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MappingUpdate {
    /// The mapping as it is to be.
    pub spec: MappingSpec,
    /// Whether the key changes. An unchanged key is not sent: the service keeps what is
    /// omitted.
    pub new_key: bool,
}

/// A key has at most 300 characters, and ids and stages have fewer.
const LONGEST_FIELD: usize = 1_000;

impl Mapping {
    /// Whether key, API and stage are as asked for.
    pub fn is(&self, spec: &MappingSpec) -> bool {
        self.key == spec.key && self.api_id == spec.api_id.as_str() && self.stage == spec.stage.as_str()
    }

    /// The mapping of an answer, if it `fits` the request.
    pub(super) fn expected(
        answered: Option<Self>,
        fits: impl FnOnce(&Self) -> bool,
    ) -> Result<Self, Failure> {
        match answered {
            Some(mapping) if fits(&mapping) => Ok(mapping),
            Some(Self { id, key, api_id, stage }) => Err(Failure::UnexpectedAnswer(format!(
                "it speaks of mapping {id}, {}, API {api_id}, stage {stage:?}",
                key.described()
            ))),
            None => Err(Failure::UnexpectedAnswer("it holds no mapping".to_owned())),
        }
    }

    /// A mapping from the four fields of an answer. `None` when the answer has no id or
    /// no API, without which it speaks of no mapping, or when a field is longer than any
    /// of the service's or has control characters. An absent key is the root of the
    /// domain. The stage may be absent: a base path mapping, which is the same object,
    /// need not have one.
    pub(super) fn from_api<S: Into<String>>(
        id: Option<S>,
        key: Option<S>,
        api_id: Option<S>,
        stage: Option<S>,
    ) -> Option<Self> {
        let is_odd = |text: &str| text.len() > LONGEST_FIELD || text.contains(char::is_control);
        let text = |field: Option<S>| {
            Some(field.map(Into::into).unwrap_or_default()).filter(|text: &String| !is_odd(text))
        };
        Some(Self {
            id: MappingId::from_api(&text(id)?)?,
            key: MappingKey::from_api(&text(key)?),
            api_id: text(api_id).filter(|api_id| !api_id.is_empty())?,
            stage: text(stage)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_as_asked_for_when_all_three_fields_are() {
        let mapping = Mapping::from_api(Some("m1"), Some("orders"), Some("a1"), Some("test")).unwrap();
        let spec = |key: &str, api: &str, stage: &str| MappingSpec {
            key: MappingKey::from_api(key),
            api_id: ApiId::parse(api).unwrap(),
            stage: StageName::parse(stage).unwrap(),
        };
        assert!(mapping.is(&spec("orders", "a1", "test")));
        assert!(!mapping.is(&spec("", "a1", "test")));
        assert!(!mapping.is(&spec("orders", "a2", "test")));
        assert!(!mapping.is(&spec("orders", "a1", "prod")));
    }

    #[test]
    fn an_answer_without_an_id_or_api_is_no_mapping_and_one_without_a_key_is_the_root() {
        assert_eq!(Mapping::from_api(None, Some("orders"), Some("a1"), Some("test")), None);
        assert_eq!(Mapping::from_api(Some(""), Some("orders"), Some("a1"), Some("test")), None);
        assert_eq!(Mapping::from_api(Some("m1"), Some("orders"), None, Some("test")), None);
        assert!(Mapping::from_api(Some("m1"), None, Some("a1"), None).unwrap().key.is_root());
        for odd in ["\u{1b}[2J".to_owned(), "k".repeat(1_001)] {
            assert_eq!(Mapping::from_api(Some("m1"), Some(&odd), Some("a1"), Some("test")), None);
            assert_eq!(Mapping::from_api(Some("m1"), Some("orders"), Some(&odd), Some("test")), None);
            assert_eq!(Mapping::from_api(Some("m1"), Some("orders"), Some("a1"), Some(&odd)), None);
        }
    }
}
