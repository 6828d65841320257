//! A rule of this endpoint, and what it rests on.

/// Why the endpoint answers as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// AWS answered so when it was asked, and the answer is on record.
    Answered,
    /// The documentation says so.
    Documented,
    /// An answer of the service that says so was published.
    Recorded,
    /// A third party tried it and published what it found.
    Measured,
    /// Nothing is known: the endpoint has to answer something.
    MadeUp,
}

/// Why a refusal is said as it is, by status, code and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// AWS answered with them when it was asked.
    Answered,
    /// The documentation has them.
    Documented,
    /// They were published as an answer of the service.
    Recorded,
    /// A third party found them.
    Measured,
    /// Status and code are known, and the text is this endpoint's own.
    OwnText,
    /// Nothing is known.
    MadeUp,
}

/// One decision of this endpoint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    pub(super) constant: &'static str,
    /// What the endpoint does, in a sentence.
    pub says: &'static str,
    /// Why it does so.
    pub decision: Standing,
    /// Of a refusal: why it is said as it is.
    pub words: Option<Words>,
    /// The probes that show what the service does: `key_comma`, or `rules_only_existing.GetApiMapping`
    /// where a probe makes several calls and one of them is meant. `tests/records.rs` lists the rules
    /// without one, and why there is none.
    pub probes: &'static [&'static str],
}

impl Rule {
    /// The name of the rule, such as `key_length`.
    #[must_use]
    pub fn name(&self) -> String {
        self.constant.to_lowercase()
    }

    /// What of a refusal by this rule is made up: `key_letters` all of it, `rules_only (words)`
    /// how it is said, `unknown_mapping (text)` the text alone.
    #[must_use]
    pub fn made_up(&self) -> Option<String> {
        match (self.decision, self.words) {
            (Standing::MadeUp, _) => Some(self.name()),
            (_, Some(Words::MadeUp)) => Some(format!("{} (words)", self.name())),
            (_, Some(Words::OwnText)) => Some(format!("{} (text)", self.name())),
            _ => None,
        }
    }

    /// Whether more than the text of a refusal by this rule is made up.
    #[must_use]
    pub fn is_made_up(&self) -> bool {
        self.decision == Standing::MadeUp || self.words == Some(Words::MadeUp)
    }
}
