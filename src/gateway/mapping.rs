//! A mapping as the service reports it, and one as somebody wants it.

use crate::names::{ApiId, MappingId, MappingKey, StageName};

/// An API mapping that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The id that the service gave it.
    pub id: MappingId,
    /// The path below the domain.
    pub key: MappingKey,
    /// The API that answers, as reported.
    pub api_id: String,
    /// The stage that answers, as reported.
    pub stage: String,
}

/// What a mapping should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingSpec {
    /// The path below the domain.
    pub key: MappingKey,
    /// The API that shall answer.
    pub api_id: ApiId,
    /// The stage that shall answer.
    pub stage: StageName,
}

impl Mapping {
    /// Whether this mapping is what was wanted: the same key, API and stage.
    #[must_use]
    pub fn is(&self, wanted: &MappingSpec) -> bool {
        self.key == wanted.key && self.api_id == wanted.api_id.as_str() && self.stage == wanted.stage.as_str()
    }

    /// A mapping from the four fields that every answer carries. `None` when the
    /// answer lacks the id, without which it speaks of no mapping. An absent key
    /// is the root of the domain.
    pub(super) fn from_api(
        id: Option<&str>,
        key: Option<&str>,
        api_id: Option<&str>,
        stage: Option<&str>,
    ) -> Option<Self> {
        Some(Self {
            id: MappingId::from_api(id?)?,
            key: MappingKey::from_api(key.unwrap_or_default()),
            api_id: api_id.unwrap_or_default().to_owned(),
            stage: stage.unwrap_or_default().to_owned(),
        })
    }
}
