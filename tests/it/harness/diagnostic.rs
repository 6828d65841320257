//! Errors and warnings as Terraform tells them, from `-json` output or from the
//! boxes that it draws for people.

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
    /// The block that Terraform says it is in, such as `resource "x" "y"`.
    pub(crate) context: String,
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
            context: json["snippet"]["context"].as_str().unwrap_or_default().to_owned(),
            line: json["snippet"]["code"].as_str().unwrap_or_default().trim().to_owned(),
        }
    }

    /// Reads the boxes in output meant for people, undoing the line wrapping.
    pub(crate) fn from_boxes(text: &str) -> Vec<Self> {
        text.split('╷').skip(1).filter_map(|rest| rest.split('╵').next()).map(Self::from_box).collect()
    }

    fn from_box(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.strip_prefix('│')).map(str::trim);
        let paragraphs = paragraphs(lines);
        let (head, detail) = paragraphs.split_first().expect("a box says something");
        let (word, summary) = head.split_once(": ").expect("a box starts with its severity");
        let (source, detail): (Vec<_>, Vec<_>) = detail.iter().partition(|paragraph| is_source(paragraph));
        Self {
            severity: severity(word),
            summary: summary.to_owned(),
            detail: detail.into_iter().cloned().collect::<Vec<_>>().join("\n\n"),
            context: String::new(),
            line: source
                .first()
                .and_then(|source| source.split_once(": "))
                .map(|(_, code)| code.trim().to_owned())
                .unwrap_or_default(),
        }
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
    /// When its detail does not contain `sentence`.
    #[track_caller]
    pub(crate) fn says(&self, sentence: &str) -> &Self {
        assert!(self.detail.contains(sentence), "{sentence:?} is not in the detail of {self:#?}");
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

/// Joins wrapped lines; an empty line ends a paragraph.
fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in lines {
        match (line.is_empty(), found.last_mut()) {
            (true, Some(last)) if !last.is_empty() => found.push(String::new()),
            (false, Some(last)) => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => {}
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}

/// `on main.tf line 3, in resource "x" "y": 3: stage = "a b"`, or the address alone.
fn is_source(paragraph: &str) -> bool {
    paragraph.starts_with("on ") && paragraph.contains(" line ")
        || paragraph.starts_with("with ") && paragraph.ends_with(',')
        || paragraph.starts_with("with ") && paragraph.contains(" on ") && paragraph.contains(" line ")
}
