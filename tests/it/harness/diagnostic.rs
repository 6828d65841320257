//! Errors and warnings as Terraform tells them, from `-json` output or from the
//! text that it writes for people.

use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
}

#[derive(Debug, Clone)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) summary: String,
    pub(crate) detail: String,
    /// The file of the configuration that it is about.
    pub(crate) file: String,
    /// The first line of configuration that Terraform shows with it, trimmed.
    pub(crate) line: String,
}

impl Diagnostic {
    /// Reads one diagnostic object of `-json` output.
    pub(crate) fn from_json(json: &Value) -> Self {
        let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        Self {
            severity: severity(&text("severity")),
            summary: text("summary"),
            detail: text("detail"),
            file: json["range"]["filename"].as_str().unwrap_or_default().to_owned(),
            line: json["snippet"]["code"].as_str().unwrap_or_default().trim().to_owned(),
        }
    }

    /// Reads output meant for people, as `-no-color` gives it, undoing the line wrapping.
    pub(crate) fn from_text(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for paragraph in text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')) {
            let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            match (words.split_once(": "), found.last_mut()) {
                (Some((word @ ("Error" | "Warning"), summary)), _) => found.push(Self {
                    severity: severity(word),
                    summary: summary.to_owned(),
                    detail: String::new(),
                    file: String::new(),
                    line: String::new(),
                }),
                (_, Some(last)) if is_source(paragraph) => {
                    let line = paragraph.lines().last().and_then(|line| line.split_once(": "));
                    last.line = line.map(|(_, code)| code.trim().to_owned()).unwrap_or_default();
                }
                (_, Some(last)) => last.detail = format!("{}\n\n{words}", last.detail).trim().to_owned(),
                (_, None) => {}
            }
        }
        found
    }

    /// The attribute or block that it points at: the first word of its line.
    pub(crate) fn attribute(&self) -> &str {
        let end = self.line.find(|c: char| !c.is_alphanumeric() && c != '_');
        &self.line[..end.unwrap_or(self.line.len())]
    }

    /// # Panics
    /// When it points at another attribute than `name`.
    #[track_caller]
    pub(crate) fn on(&self, name: &str) -> &Self {
        assert_eq!(self.attribute(), name, "the attribute of {self:#?}");
        self
    }

    /// # Panics
    /// When its detail does not contain `fact`: an id, a key, a permission, or what to
    /// write. Its wording is for [`Diagnostic::reads_as`].
    #[track_caller]
    pub(crate) fn says(&self, fact: &str) -> &Self {
        assert!(self.detail.contains(fact), "{fact:?} is not in the detail of {self:#?}");
        self
    }
}

fn severity(word: &str) -> Severity {
    match word.to_ascii_lowercase().as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        other => panic!("a diagnostic is an error or a warning, not {other:?}"),
    }
}

/// Where the mistake is, set off from the text: `  on main.tf line 3, in resource "x" "y":`.
fn is_source(paragraph: &str) -> bool {
    paragraph.starts_with("  on ") || paragraph.starts_with("  with ")
}
