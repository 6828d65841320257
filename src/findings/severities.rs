//! What the provider block makes of findings.

use std::collections::BTreeMap;

use super::table::{FindingName, Severity};

/// What becomes of all findings that the map `findings` does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanChecks {
    /// Each has its default severity.
    #[default]
    Error,
    /// Each is a warning.
    Warn,
    /// None is reported, and nothing is looked up unless one that is named needs it: then all is.
    Off,
}

impl PlanChecks {
    /// Reads the word of the provider block.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Error),
            "warn" => Some(Self::Warn),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}

/// What is chosen to become of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is reported.
    Report(Severity),
    /// It is not reported.
    Ignore,
}

impl Choice {
    /// Reads the word of the provider block.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Report(Severity::Error)),
            "warning" => Some(Self::Report(Severity::Warning)),
            "ignore" => Some(Self::Ignore),
            _ => None,
        }
    }
}

/// What becomes of each finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities {
    base: PlanChecks,
    named: BTreeMap<FindingName, Choice>,
}

impl From<PlanChecks> for Severities {
    fn from(base: PlanChecks) -> Self {
        Self::new(base, BTreeMap::new())
    }
}

impl Severities {
    /// The choices for those that are named, and `base` for all others.
    pub fn new(base: PlanChecks, named: BTreeMap<FindingName, Choice>) -> Self {
        Self { base, named }
    }

    /// What becomes of a finding where nothing else lowers it.
    pub fn of(&self, finding: FindingName) -> Choice {
        let choice = match self.base {
            PlanChecks::Error => Choice::Report(finding.documented().severity),
            PlanChecks::Warn => Choice::Report(Severity::Warning),
            PlanChecks::Off => Choice::Ignore,
        };
        self.named.get(&finding).copied().unwrap_or(choice)
    }

    /// Whether any finding is reported at all.
    pub fn report_any(&self) -> bool {
        FindingName::ALL.iter().any(|finding| self.of(*finding) != Choice::Ignore)
    }

    /// Whether any finding is reported that calls have to be made for.
    pub fn look_up(&self) -> bool {
        let mut looked_up = FindingName::ALL.iter().filter(|finding| finding.documented().looks_up);
        looked_up.any(|finding| self.of(*finding) != Choice::Ignore)
    }
}

/// At most three findings whose names are most like a text, the nearest first.
pub fn nearest(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let likeness = |name: &str| strsim::sorensen_dice(&text, name);
    let names = FindingName::ALL.iter().map(|finding| finding.name());
    let mut names: Vec<_> = names.filter(|name| likeness(name) > 0.0).collect();
    names.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    names.truncate(3);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(finding: FindingName, choice: Choice) -> BTreeMap<FindingName, Choice> {
        BTreeMap::from([(finding, choice)])
    }

    #[test]
    fn a_finding_has_its_default_unless_the_base_or_its_name_says_otherwise() {
        use FindingName::{KeyTaken, StageMissing};
        let (error, warning) = (Choice::Report(Severity::Error), Choice::Report(Severity::Warning));
        let choices =
            |severities: &Severities| [KeyTaken, StageMissing].map(|finding| severities.of(finding));
        assert_eq!(choices(&Severities::default()), [error, warning]);
        assert_eq!(choices(&PlanChecks::Warn.into()), [warning, warning]);
        assert_eq!(choices(&PlanChecks::Off.into()), [Choice::Ignore, Choice::Ignore]);
        for base in [PlanChecks::Error, PlanChecks::Warn, PlanChecks::Off] {
            for choice in [error, warning, Choice::Ignore] {
                let severities = Severities::new(base, named(StageMissing, choice));
                assert_eq!(severities.of(StageMissing), choice);
                assert_eq!(severities.of(KeyTaken), Severities::from(base).of(KeyTaken));
            }
        }
    }

    #[test]
    fn each_finding_has_a_title_of_its_own() {
        // Terraform shows the first of several warnings with one summary.
        let titles: Vec<_> = FindingName::ALL.iter().map(|finding| finding.documented().title).collect();
        let distinct: std::collections::HashSet<_> = titles.iter().collect();
        assert_eq!(distinct.len(), titles.len());
    }

    #[test]
    fn what_is_not_reported_is_not_looked_up() {
        assert!(Severities::default().look_up() && Severities::default().report_any());
        let off = Severities::from(PlanChecks::Off);
        assert!(!off.look_up() && !off.report_any());
        let warning = Choice::Report(Severity::Warning);
        let of = |finding| Severities::new(PlanChecks::Off, named(finding, warning));
        let (stage, comma) = (of(FindingName::StageMissing), of(FindingName::UndocumentedComma));
        assert!(stage.look_up() && stage.report_any());
        assert!(!comma.look_up() && comma.report_any());
    }

    #[test]
    fn a_choice_and_a_base_are_read_as_they_are_written() {
        assert_eq!(Choice::parse("warning"), Some(Choice::Report(Severity::Warning)));
        assert_eq!(PlanChecks::parse("warn"), Some(PlanChecks::Warn));
        for word in ["", "warn", "Error", "off"] {
            assert_eq!(Choice::parse(word), None, "{word}");
        }
        for word in ["", "warning", "ignore"] {
            assert_eq!(PlanChecks::parse(word), None, "{word}");
        }
    }

    #[test]
    fn what_is_probably_meant_comes_first() {
        for (text, meant) in [
            ("stage_mising", "stage_missing"),
            ("missing_stage", "stage_missing"),
            ("Stage-Missing", "stage_missing"),
            ("lookups_denied", "lookup_denied"),
            ("multi_level_key", "first_multi_level_key"),
        ] {
            assert!(nearest(text)[..2].contains(&meant), "{text}: {:?}", nearest(text));
        }
        assert_eq!(nearest("stage").len(), 3);
        for nothing in ["", "zzz", "*"] {
            assert_eq!(nearest(nothing), [""; 0], "{nothing}");
        }
    }
}
