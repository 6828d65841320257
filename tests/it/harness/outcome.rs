//! What one Terraform command did: its exit code, the changes it planned and
//! the diagnostics it showed.

use serde_json::Value;

use super::diagnostic::{Diagnostic, Severity};
use super::process::Finished;

/// A change that a plan or an apply announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) address: String,
    /// `create`, `update`, `replace`, `delete`, `import`, `move`, …
    pub(crate) action: String,
}

#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Planned changes, in the order of the output; drift is not among them.
    pub(crate) changes: Vec<Change>,
    /// How many resources were imported, by the summary of the plan.
    pub(crate) imports: u64,
    /// Addresses that were found changed or gone outside Terraform.
    pub(crate) drifted: Vec<Change>,
    outputs: Value,
    /// All that was printed, on both streams.
    pub(crate) text: String,
}

impl Outcome {
    /// Reads the stream of JSON lines that plan, apply and destroy print.
    pub(crate) fn from_events(finished: &Finished) -> Self {
        let mut outcome = Self::bare(finished);
        for event in finished.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            match event["type"].as_str().unwrap_or_default() {
                "diagnostic" => outcome.diagnostics.push(Diagnostic::from_json(&event["diagnostic"])),
                "planned_change" => outcome.changes.push(change(&event)),
                "resource_drift" => outcome.drifted.push(change(&event)),
                "change_summary" if event["changes"]["operation"] == "plan" => {
                    outcome.imports = event["changes"]["import"].as_u64().unwrap_or_default();
                }
                "outputs" => outcome.outputs = event["outputs"].clone(),
                _ => {}
            }
        }
        outcome
    }

    /// Reads the one JSON document that `validate -json` prints.
    pub(crate) fn from_validation(finished: &Finished) -> Self {
        let document: Value = serde_json::from_str(&finished.stdout)
            .unwrap_or_else(|error| panic!("{error} in {}", finished.text()));
        let diagnostics = document["diagnostics"].as_array().cloned().unwrap_or_default();
        Self { diagnostics: diagnostics.iter().map(Diagnostic::from_json).collect(), ..Self::bare(finished) }
    }

    /// Reads output meant for people, of the commands that have no `-json`.
    pub(crate) fn from_text(finished: &Finished) -> Self {
        Self { diagnostics: Diagnostic::from_text(&finished.text()), ..Self::bare(finished) }
    }

    fn bare(finished: &Finished) -> Self {
        Self {
            code: finished.code,
            diagnostics: Vec::new(),
            changes: Vec::new(),
            imports: 0,
            drifted: Vec::new(),
            outputs: Value::Null,
            text: finished.text(),
        }
    }

    pub(crate) fn errors(&self) -> Vec<&Diagnostic> {
        self.of(Severity::Error)
    }

    pub(crate) fn warnings(&self) -> Vec<&Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> Vec<&Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).collect()
    }

    /// The value of an output after an apply.
    pub(crate) fn output(&self, name: &str) -> &Value {
        &self.outputs[name]["value"]
    }

    /// # Panics
    /// When the command failed or showed an error.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert!(self.code != 1 && self.errors().is_empty(), "it failed:\n{}", self.text);
        self
    }

    /// # Panics
    /// When the command did not fail, or failed without telling the user why.
    #[track_caller]
    pub(crate) fn fails(self) -> Self {
        assert!(self.code == 1 && !self.errors().is_empty(), "it did not fail:\n{}", self.text);
        self.is_fit_to_read();
        self
    }

    /// # Panics
    /// When a plan shows any change, or warns.
    #[track_caller]
    pub(crate) fn plans_nothing(self) -> Self {
        let quiet = self.code == 0 && self.changes.is_empty() && self.diagnostics.is_empty();
        assert!(quiet, "the plan is not empty: {:#?}\n{}", self.changes, self.text);
        self
    }

    /// # Panics
    /// When the planned changes are not exactly these `(address, action)` pairs.
    #[track_caller]
    pub(crate) fn plans(self, expected: &[(&str, &str)]) -> Self {
        let mut planned: Vec<_> =
            self.changes.iter().map(|c| (c.address.as_str(), c.action.as_str())).collect();
        planned.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(planned, expected, "{}", self.text);
        self
    }

    /// The only error there is.
    ///
    /// # Panics
    /// When there is none or more than one, or it has another summary.
    #[track_caller]
    pub(crate) fn error(&self, summary: &str) -> &Diagnostic {
        only(&self.errors(), summary, &self.text)
    }

    /// The only warning there is; panics as [`Outcome::error`] does.
    #[track_caller]
    pub(crate) fn warning(&self, summary: &str) -> &Diagnostic {
        only(&self.warnings(), summary, &self.text)
    }

    /// # Panics
    /// When a message shows what only a programmer could read.
    #[track_caller]
    pub(crate) fn is_fit_to_read(&self) {
        const NOISE: [&str; 10] = [
            "panicked at",
            "stack backtrace",
            "RUST_BACKTRACE",
            "Plugin did not respond",
            "DispatchFailure",
            "Some(",
            "internal error",
            "SdkError",
            "ErrorMetadata",
            "Error {",
        ];
        for diagnostic in &self.diagnostics {
            let text = format!("{}\n{}", diagnostic.summary, diagnostic.detail);
            for noise in NOISE {
                assert!(!text.contains(noise), "{noise:?} is not for users: {diagnostic:#?}");
            }
        }
    }
}

fn change(event: &Value) -> Change {
    let change = &event["change"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Change { address: text(&change["resource"]["addr"]), action: text(&change["action"]) }
}

#[track_caller]
fn only<'a>(found: &[&'a Diagnostic], summary: &str, text: &str) -> &'a Diagnostic {
    match found {
        [only] if only.summary == summary => only,
        _ => panic!("expected one {summary:?}, found {found:#?}\n{text}"),
    }
}
