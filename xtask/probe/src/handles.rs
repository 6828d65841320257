//! What the handles in calls stand for during a run.
//!
//! A handle is a word in braces, such as `{regional}`. Calls are filled with the names and
//! ids of the run, and the same table puts the handles back into the answers.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::scrubbing::scrubbed;

/// The names and ids of a run, by handle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Handles(BTreeMap<String, String>);

/// A handle that stands for nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unbound(pub String);

impl Handles {
    /// From now on the handle stands for this.
    pub(crate) fn bind(&mut self, handle: &str, value: impl Into<String>) {
        self.0.insert(handle.to_owned(), value.into());
    }

    /// The handle stands for nothing any more.
    pub(crate) fn forget(&mut self, handle: &str) {
        self.0.remove(handle);
    }

    /// What the handle stands for.
    #[must_use]
    pub(crate) fn get(&self, handle: &str) -> Option<&str> {
        self.0.get(handle).map(String::as_str)
    }

    /// A text with what its handles stand for.
    ///
    /// # Errors
    /// A handle stands for nothing.
    pub(crate) fn fill(&self, text: &str) -> Result<String, Unbound> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, handle, after)) = split_at_handle(rest) {
            filled += before;
            filled += self.get(handle).ok_or_else(|| Unbound(handle.to_owned()))?;
            rest = after;
        }
        Ok(filled + rest)
    }

    /// JSON with what the handles in its texts stand for.
    ///
    /// # Errors
    /// A handle stands for nothing.
    pub(crate) fn fill_json(&self, json: &Value) -> Result<Value, Unbound> {
        Ok(match json {
            Value::String(text) => Value::String(self.fill(text)?),
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.fill_json(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let filled =
                    members.iter().map(|(name, value)| Ok((self.fill(name)?, self.fill_json(value)?)));
                Value::Object(filled.collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
    }

    /// A text with handles in place of what they stand for, where that is a word of its own.
    #[must_use]
    pub(crate) fn put_back(&self, text: &str) -> String {
        let mut values: Vec<_> = self.0.iter().filter(|(_, value)| !value.is_empty()).collect();
        // The longest first: a name may hold another one.
        values.sort_by_key(|(handle, value)| (std::cmp::Reverse(value.len()), handle.as_str()));
        values.into_iter().fold(text.to_owned(), |text, (handle, value)| replace_word(&text, value, handle))
    }

    /// A text of the service without what belongs to the run or to an account.
    #[must_use]
    pub(crate) fn free_text(&self, text: &str) -> String {
        scrubbed(&self.put_back(text))
    }
}

/// The handles in a text, in their order.
pub(crate) fn handles_in(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, handle, after)) = split_at_handle(rest) {
        found.push(handle);
        rest = after;
    }
    found
}

/// What is before, in and after the braces of the first handle.
fn split_at_handle(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(start, _)| {
        let (word, after) = text[start + 1..].split_once('}')?;
        is_handle(word).then(|| (&text[..start], word, after))
    })
}

/// A word in small letters, or one in capitals.
fn is_handle(word: &str) -> bool {
    let is_of = |is_letter: fn(&char) -> bool| {
        word.starts_with(|first| is_letter(&first))
            && word.chars().all(|c| is_letter(&c) || c.is_ascii_digit() || c == '_')
    };
    is_of(char::is_ascii_lowercase) || is_of(char::is_ascii_uppercase)
}

fn replace_word(text: &str, value: &str, handle: &str) -> String {
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(value) {
        let (before, after) = (&rest[..start], &rest[start + value.len()..]);
        replaced += before;
        let previous = replaced.chars().next_back();
        if is_inside(previous) || is_inside(after.chars().next()) {
            replaced += value;
        } else {
            replaced.extend(["{", handle, "}"]);
        }
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn handles() -> Handles {
        let mut handles = Handles::default();
        handles.bind("regional", "regional-1.example.com");
        handles.bind("http", "a1b2");
        handles
    }

    #[test]
    fn a_call_is_filled_with_what_its_handles_stand_for() {
        let handles = handles();
        assert_eq!(
            handles.fill("/v2/domainnames/{regional}/x"),
            Ok("/v2/domainnames/regional-1.example.com/x".into())
        );
        assert_eq!(
            handles.fill_json(&json!({ "apiId": "{http}", "n": 1 })),
            Ok(json!({ "apiId": "a1b2", "n": 1 }))
        );
        assert_eq!(handles.fill("{nothing}"), Err(Unbound("nothing".into())));
    }

    #[test]
    fn braces_around_anything_else_stay() {
        assert_eq!(handles().fill("{} {Aa} {\"a\": {http}"), Ok("{} {Aa} {\"a\": a1b2".into()));
        assert_eq!(handles_in("{http} {Aa} {SPARE} {regional}"), ["http", "SPARE", "regional"]);
    }

    #[test]
    fn handles_come_back_only_in_place_of_whole_words() {
        let handles = handles();
        assert_eq!(
            handles.put_back("Deleting API a1b2 failed. xa1b2, a1b2c"),
            "Deleting API {http} failed. xa1b2, a1b2c"
        );
        assert_eq!(handles.put_back("regional-1.example.com"), "{regional}");
    }
}
