//! The environment variables, read once.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The environment variables as they were when the provider was configured.
// No `Debug`: some of them are secret.
#[derive(Clone, Default)]
pub(super) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Those of this process. What is no text in UTF-8 is in a value as U+FFFD, so that a
    /// variable is not passed over for it.
    pub(super) fn of_process() -> Self {
        let lossy = |text: OsString| text.to_string_lossy().into_owned();
        Self(std::env::vars_os().map(|(name, value)| (lossy(name), lossy(value))).collect())
    }

    /// Whether a variable, as it is, can be part of a header.
    pub(super) fn can_be_sent(&self, name: &str) -> bool {
        self.0.get(name).is_none_or(|value| !value.contains(|c: char| c.is_control() && c != '\t'))
    }

    /// The value of a variable, without white space at its ends. An empty one is not set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The first of these that is set, with its name.
    pub(super) fn first<'a>(&self, names: &[&'a str]) -> Option<(&'a str, &str)> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Variables {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self::from(&variables[..])
    }
}

#[cfg(test)]
impl From<&[(&str, &str)]> for Variables {
    fn from(variables: &[(&str, &str)]) -> Self {
        Self(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_not_set_and_white_space_at_the_ends_is_no_part_of_a_value() {
        let variables = Variables::from([("A", " \n"), ("B", " value\r\n"), ("C", "two words")]);
        assert_eq!(variables.get("A"), None);
        assert_eq!(variables.get("B"), Some("value"));
        assert_eq!(variables.get("C"), Some("two words"));
        assert!(["A", "B"].iter().all(|name| !variables.can_be_sent(name)));
        assert!(["C", "missing"].iter().all(|name| variables.can_be_sent(name)));
        assert_eq!(variables.first(&["missing", "A", "B", "C"]), Some(("B", "value")));
    }
}
