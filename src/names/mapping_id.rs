//! The id of an API mapping.

use super::{name_methods, other_path};

/// The id that API Gateway gave a mapping when it was created, such as `a1b2c3`.
/// It is unique on its domain; its form is not documented.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MappingId(String);
name_methods!(MappingId);

impl MappingId {
    /// An id that the service or the state reported. `None` for a text that would
    /// address something else: an empty one the listing of all mappings, one with a
    /// slash, a blank or a dot alone another path; and for one that no URL has room for.
    pub fn from_api(text: &str) -> Option<Self> {
        let is_id = !text.is_empty() && text.len() <= super::LONGEST_ID && other_path(text).is_none();
        is_id.then(|| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_address_something_else_is_no_id() {
        for text in ["", "/", "a/b", "..", ".", " ", "a b", "a\n"] {
            assert_eq!(MappingId::from_api(text), None, "{text:?}");
        }
        assert_eq!(MappingId::from_api("a1.b-2").map(|id| id.to_string()).as_deref(), Some("a1.b-2"));
    }
}
