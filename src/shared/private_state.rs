//! What is stored beside a mapping's state, where no configuration sees it. `resource`
//! and `import` fill it in, `location` judges it, and `tf6server` stores it.

use serde::{Deserialize, Serialize};

use super::location::Location;

/// The private state of a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<Stored>")]
pub struct PrivateState {
    /// Where the mapping is; `None` until it has been read or created.
    pub(crate) location: Option<Location>,
}

/// What may be stored: nothing, or what an earlier version of this provider stored
/// under other names.
#[derive(Deserialize)]
struct Stored {
    #[serde(default, alias = "home")]
    location: Option<Location>,
}

impl From<Option<Stored>> for PrivateState {
    fn from(stored: Option<Stored>) -> Self {
        Self { location: stored.and_then(|stored| stored.location) }
    }
}

impl PrivateState {
    pub(crate) fn at(location: Location) -> Self {
        Self { location: Some(location) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(stored: serde_json::Value) -> PrivateState {
        serde_json::from_value(stored).expect("something that was stored")
    }

    fn ireland() -> Location {
        serde_json::from_value(json!({ "region": "eu-west-1", "account": null })).expect("a location")
    }

    #[test]
    fn nothing_stored_is_nothing_known() {
        for nothing in [json!(null), json!({}), json!({ "location": null })] {
            assert_eq!(read(nothing), PrivateState::default());
        }
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let private = PrivateState::at(ireland());
        assert_eq!(read(serde_json::to_value(&private).expect("JSON")), private);
    }

    #[test]
    fn what_earlier_versions_stored_is_understood() {
        let stored = json!({ "home": { "region": "eu-west-1", "account": null }, "in_company": true });
        assert_eq!(read(stored), PrivateState::at(ireland()));
    }
}
