//! The id of an API mapping.

use super::name_methods;

/// The id that API Gateway gave a mapping when it was created, such as `a1b2c3`.
/// It is unique on its domain; its form is not documented.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MappingId(String);
name_methods!(MappingId);

impl MappingId {
    /// An id that the service or the state reported. `None` for an empty text,
    /// which would address the listing of all mappings instead of one of them, and for one
    /// that no URL has room for.
    pub fn from_api(text: &str) -> Option<Self> {
        (!text.is_empty() && text.len() <= super::LONGEST_ID).then(|| Self(text.to_owned()))
    }
}
