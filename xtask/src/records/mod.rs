//! The records of probes, `crates/local-gateway/records/`: what AWS and others answered, and what
//! is known from elsewhere.
//!
//! ```text
//! answer      an answer in words
//! outcome     what an answer says of the question
//! claims      what the provider's tables say about answers
//! judgement   the claims held against the records
//! ```

mod answer;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod judgement;
#[cfg(test)]
mod outcome;

use std::path::Path;

use crate::probe_record::{self, Answer, Evidence, Record};
use anyhow::{Context, Result};

use crate::{files, workspace};
pub(crate) use answer::in_words;

/// All records with the names of their files, the oldest first.
pub(crate) struct Records(Vec<(String, Record)>);

/// The best that is known of a probe: the newest answers of AWS, else what facts say.
pub(crate) struct Best<'a> {
    /// The name of the file that has it.
    #[cfg_attr(not(test), expect(dead_code, reason = "the guide does not name files"))]
    pub(crate) file: &'a str,
    pub(crate) standing: Standing<'a>,
    /// In the order of the calls; the last one asks the question.
    pub(crate) answers: &'a [Answer],
    /// Whether the calls after these answers were not made: the question itself was not asked.
    #[cfg_attr(not(test), expect(dead_code, reason = "the guide does not judge"))]
    pub(crate) is_cut: bool,
}

/// How an answer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// AWS was asked on this day.
    Aws(&'a str),
    /// From elsewhere.
    Facts(Evidence),
}

impl Records {
    /// Those of the repository.
    ///
    /// # Errors
    /// If one cannot be read.
    pub(crate) fn of_the_repository() -> Result<Self> {
        Self::read(&workspace::root().join("crates/local-gateway/records"))
    }

    fn read(folder: &Path) -> Result<Self> {
        let mut records = Vec::new();
        for path in files::below(folder)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.ends_with(".json") {
                let record = serde_json::from_str(&files::read(&path)?);
                records.push((name.clone(), record.with_context(|| format!("{name} is not a record"))?));
            }
        }
        Ok(Self::of(records))
    }

    fn of(mut records: Vec<(String, Record)>) -> Self {
        records.sort_by(|(a, x), (b, y)| (&x.date, a).cmp(&(&y.date, b)));
        Self(records)
    }

    /// The best that is known of a probe; `None` where neither AWS nor the facts have it.
    pub(crate) fn best(&self, probe: &str) -> Option<Best<'_>> {
        let records = self.0.iter().map(|(file, record)| (file.as_str(), record));
        let (file, record, observed) = probe_record::best(records, probe)?;
        let standing = match record.endpoint.as_str() {
            "aws" => Standing::Aws(&record.date),
            _ => Standing::Facts(observed.evidence.unwrap_or(Evidence::Unknown)),
        };
        Some(Best { file, standing, answers: &observed.answers, is_cut: observed.is_cut() })
    }
}

impl Best<'_> {
    /// Whether AWS itself answered.
    pub(crate) fn is_of_aws(&self) -> bool {
        matches!(self.standing, Standing::Aws(_))
    }
}

impl Standing<'_> {
    /// `AWS, on 2026-11-30`, `documented` and so on.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Aws(date) => format!("AWS, on {date}"),
            Self::Facts(Evidence::Documented) => "documented".to_owned(),
            Self::Facts(Evidence::Recorded) => "recorded".to_owned(),
            Self::Facts(Evidence::Measured) => "measured".to_owned(),
            Self::Facts(Evidence::Unknown) => "unknown".to_owned(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Records made by hand: file, endpoint, date, and the probes.
    pub(crate) fn records(of: &[(&str, &str, &str, Value)]) -> Records {
        let record = |(file, endpoint, date, probes): &(&str, &str, &str, Value)| {
            let record =
                json!({ "endpoint": endpoint, "date": date, "region": "eu-west-1", "probes": probes });
            ((*file).to_owned(), serde_json::from_value(record).unwrap())
        };
        Records::of(of.iter().map(record).collect())
    }

    #[test]
    fn the_newest_answer_of_aws_comes_before_what_is_known_from_elsewhere() {
        let said = |status: u16| json!({ "answers": [{ "call": "C", "status": status }] });
        let fact =
            |status: u16| json!({ "evidence": "recorded", "answers": [{ "call": "C", "status": status }] });
        let records = records(&[
            ("aws-2.json", "aws", "2026-11-30", json!({ "a": said(201), "b": { "absent": "no domain" } })),
            ("aws-1.json", "aws", "2026-10-01", json!({ "a": said(400), "b": said(401) })),
            ("facts.json", "facts", "2026-12-01", json!({ "a": fact(404), "c": fact(405) })),
            ("ministack.json", "ministack", "2026-12-02", json!({ "a": said(500), "d": said(200) })),
        ]);
        let best = |probe| {
            let best = records.best(probe)?;
            Some((best.file, best.standing.in_words(), best.answers[0].statuses().to_vec()))
        };
        assert_eq!(best("a"), Some(("aws-2.json", "AWS, on 2026-11-30".to_owned(), vec![201])));
        assert_eq!(best("b"), Some(("aws-1.json", "AWS, on 2026-10-01".to_owned(), vec![401])));
        assert_eq!(best("c"), Some(("facts.json", "recorded".to_owned(), vec![405])));
        assert_eq!(best("d"), None);
    }
}
