//! What is kept beside a mapping's state, where no configuration sees it.

use serde::{Deserialize, Serialize};

use super::checks::Facts;
use super::home::Home;

/// What is kept beside a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<Stored>")]
pub struct Kept {
    /// Where the mapping lives; nothing until somebody has found it.
    pub(super) home: Option<Home>,
    /// It was planned together with others of its domain. Then the next run will
    /// most likely ask for those as well, and can begin with the listing.
    ///
    /// Noted when a mapping is planned, never when it is read: a refresh that changes
    /// what is kept looks like drift to `plan -refresh-only`.
    pub(super) in_company: bool,
}

/// What may be stored: nothing at all beside what another provider or an older
/// Terraform wrote.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    home: Option<Home>,
    #[serde(default)]
    in_company: bool,
}

impl From<Option<Stored>> for Kept {
    fn from(stored: Option<Stored>) -> Self {
        stored.map_or_else(Self::default, |Stored { home, in_company }| Self { home, in_company })
    }
}

impl Kept {
    /// This, and that the mapping was planned together with others if the facts of
    /// its plan say so.
    pub(super) fn planned(self, facts: Option<&Facts>) -> Self {
        Self { in_company: self.in_company || facts.is_some_and(Facts::in_company), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(value: &serde_json::Value) -> Kept {
        serde_json::from_value(value.clone()).expect("something that was stored")
    }

    #[test]
    fn nothing_that_is_stored_reads_as_nothing_that_is_known() {
        assert_eq!(stored(&serde_json::Value::Null), Kept::default());
        assert_eq!(stored(&serde_json::json!({})), Kept::default());
    }

    #[test]
    fn what_is_kept_is_read_as_it_was_stored() {
        let kept = Kept { home: Some(Home::in_region("eu-west-1")), in_company: true };
        assert_eq!(stored(&serde_json::to_value(&kept).expect("JSON")), kept);
    }

    #[test]
    fn company_once_known_is_not_forgotten() {
        let kept = Kept { home: None, in_company: true };
        assert_eq!(kept.clone().planned(Some(&Facts::default())), kept);
        assert_eq!(Kept::default().planned(None), Kept::default());
    }
}
