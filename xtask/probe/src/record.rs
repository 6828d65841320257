//! The answers of a run.
//!
//! A record holds nothing that differs from run to run: ids, account numbers, names and
//! times are handles in braces. The record of the facts holds what is known without an
//! account of AWS: what is not known is left out of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One file of `crates/local-gateway/records/`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What answered: `aws`, `local`, `ministack`, a URL, or `facts`.
    pub endpoint: String,
    /// The day of the run, `YYYY-MM-DD`.
    pub date: String,
    /// The region that was asked.
    pub region: String,
    /// What each probe was answered, by its name.
    pub probes: BTreeMap<String, Observation>,
}

/// The best record of a probe: the newest of AWS that has answers of it, else the facts. A name
/// decides between records of one day.
pub fn best<'a>(
    records: impl IntoIterator<Item = (&'a str, &'a Record)>,
    probe: &str,
) -> Option<(&'a str, &'a Record, &'a Observation)> {
    let rank = |record: &Record| match record.endpoint.as_str() {
        "aws" => Some(1),
        "facts" => Some(0),
        _ => None,
    };
    let known = records.into_iter().filter_map(|(name, record)| {
        let observed = record.probes.get(probe)?;
        let rank = rank(record).filter(|rank| *rank == 0 || observed.has_answers())?;
        Some(((rank, record.date.as_str(), name), (name, record, observed)))
    });
    known.max_by_key(|(rank, _)| *rank).map(|(_, best)| best)
}

/// What is known of one probe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Only in the facts: how the answer is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Only in the facts: where from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why it was not asked; beside answers, why the calls after them were not made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// The answers, in the order of the questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

impl Observation {
    /// Whether something of it was answered. `absent` beside answers is why the rest was not asked.
    pub fn has_answers(&self) -> bool {
        !self.answers.is_empty()
    }

    /// Whether a part of it was not asked.
    pub fn is_cut(&self) -> bool {
        self.absent.is_some()
    }
}

/// How an answer is known without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// AWS's documentation says so.
    Documented,
    /// A real answer is quoted in a public issue or article.
    Recorded,
    /// A third party tried it and published what came.
    Measured,
    /// It is not known.
    Unknown,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The operation that was called.
    pub call: String,
    /// The status. A list means any of them, and null that it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The error code, without namespaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The message of an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The other fields of the body.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
    /// The names of the headers, where they are what is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
}

impl Answer {
    /// The status, or each that is possible; none where it is not known.
    pub fn statuses(&self) -> &[u16] {
        self.status.as_ref().map_or(&[], Status::all)
    }
}

/// The status of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Status {
    /// This one.
    Is(u16),
    /// Sources differ: one of these.
    OneOf(Vec<u16>),
}

impl Status {
    /// Each that is possible.
    pub fn all(&self) -> &[u16] {
        match self {
            Self::Is(status) => std::slice::from_ref(status),
            Self::OneOf(statuses) => statuses,
        }
    }
}

/// `400 or 404`
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.all().iter().map(u16::to_string).collect();
        f.write_str(&all.join(" or "))
    }
}
