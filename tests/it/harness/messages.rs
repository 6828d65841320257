//! Whole messages, held against the goldens in `tests/it/messages`.
//!
//! A golden is one file. It holds one message, or a page of several that belong
//! together. What differs from run to run is in braces: `{account}`. Every lane holds
//! the same golden, and `cargo xtask messages` writes them all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use libtest_mimic::Trial;
use regex::Regex;
use textwrap::{Options, WordSplitter};

use super::{Case, Diagnostic};

/// Where the goldens are, from the package's folder.
const FOLDER: &str = "tests/it/messages";

/// As wide as prose is elsewhere in this project.
const WIDTH: usize = 100;

/// A value that differs from run to run, and what stands for it in the golden.
pub(crate) type Placeholder<'a> = (&'a str, &'static str);

/// Several messages in one golden.
pub(crate) struct Page<'a> {
    name: &'static str,
    messages: Vec<(String, &'a Diagnostic)>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, messages: Vec::new() }
    }

    /// Adds a message under a heading that says what it is the answer to.
    pub(crate) fn add(&mut self, heading: &str, message: &'a Diagnostic) {
        self.messages.push((heading.to_owned(), message));
    }

    /// Adds messages in the order of their text, for what comes in any order.
    pub(crate) fn add_sorted(&mut self, heading: &str, mut messages: Vec<&'a Diagnostic>) {
        messages.sort_by_key(|message| (&message.detail, &message.summary));
        messages.into_iter().for_each(|message| self.add(heading, message));
    }

    /// # Panics
    /// When the page is not the golden.
    #[track_caller]
    pub(crate) fn reads_as_golden(&self, case: &Case, placeholders: &[Placeholder<'_>]) {
        let messages = self.messages.iter().map(|(heading, message)| {
            let heading = with_placeholders(heading, case, placeholders);
            format!("## {heading}\n\n{}", rendered(message, case, placeholders))
        });
        holds(self.name, &messages.collect::<Vec<_>>().join("\n\n"));
    }
}

impl Diagnostic {
    /// # Panics
    /// When severity, summary, attribute and detail are not those of the golden.
    #[track_caller]
    pub(crate) fn reads_as(&self, name: &str, case: &Case, placeholders: &[Placeholder<'_>]) -> &Self {
        holds(name, &rendered(self, case, placeholders));
        self
    }

    /// As [`Diagnostic::reads_as`] on the local endpoint alone: for a message that ends
    /// in the service's own words, which ministack words otherwise.
    #[track_caller]
    pub(crate) fn reads_locally_as(
        &self,
        name: &str,
        case: &Case,
        placeholders: &[Placeholder<'_>],
    ) -> &Self {
        if case.aws.is_local() {
            self.reads_as(name, case, placeholders);
        }
        self
    }
}

fn rendered(message: &Diagnostic, case: &Case, placeholders: &[Placeholder<'_>]) -> String {
    let place = match message.attribute() {
        // About the whole resource, whose block Terraform shows unless it is destroyed, or the
        // whole data source.
        "" | "resource" | "data" => String::new(),
        attribute => format!("\non {attribute}"),
    };
    let detail = with_placeholders(&message.detail, case, placeholders);
    let detail = detail.lines().map(wrapped).collect::<Vec<_>>().join("\n");
    format!("{:?}: {}{place}\n\n{detail}", message.severity, message.summary)
}

/// A line at the width of the goldens; one that is indented stays whole, as in Terraform.
fn wrapped(line: &str) -> String {
    if line.starts_with(' ') {
        return line.to_owned();
    }
    let options = Options::new(WIDTH).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(line, options)
}

fn with_placeholders(text: &str, case: &Case, placeholders: &[Placeholder<'_>]) -> String {
    static PORT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"127\.0\.0\.1:\d{4,5}").expect("a pattern"));
    // Another number on another system.
    static ERRNO: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"os error \d+").expect("a pattern"));
    static REQUEST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\brequest [-\w]{20,}").expect("a pattern"));
    // How far a run has come when it reports.
    static COUNT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\d+ of the planned mappings share this").expect("a pattern"));
    // The local endpoint marks a text that is not known to be the service's: the golden names the
    // rule in its place.
    static MADE_UP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\): [^\n]* \[made up: (\w+)[^]]*\]").expect("a pattern"));
    let folder = case.folder().display().to_string();
    let common = [(case.aws.url(), "endpoint"), (case.aws.account(), "account"), (&folder, "folder")];
    let known = placeholders.iter().chain(&common).filter(|(value, _)| !value.is_empty());
    let text = known.fold(text.to_owned(), |text, (value, name)| text.replace(value, &format!("{{{name}}}")));
    let text = MADE_UP.replace_all(&text, "): {made up: $1}");
    let text = PORT.replace_all(&text, "127.0.0.1:{port}");
    let text = ERRNO.replace_all(&text, "os error {errno}");
    let text = COUNT.replace_all(&text, "{count} of the planned mappings share this");
    REQUEST.replace_all(&text, "request {request}").into_owned()
}

/// Holds a text against its golden, on every lane the same.
#[track_caller]
fn holds(name: &str, text: &str) {
    static HELD: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    // One at a time, because lanes hold the same goldens side by side. Another lane's
    // failure is no reason to fail here.
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let first = held.entry(name.to_owned()).or_insert_with(|| text.to_owned());
    assert_eq!(text, first, "{name} reads differently from what another scenario or lane shows");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER)
}

/// The files of all goldens.
pub(super) fn files() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).expect("the goldens");
    files.map(|file| file.expect("a golden").path()).collect()
}

/// Fails for a golden that no scenario holds any more, and for any other file among them.
pub(crate) fn trial() -> Trial {
    Trial::test("messages::every_golden_is_held_by_a_scenario", || {
        let sources = sources();
        let left: Vec<_> = files()
            .iter()
            .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
            .filter(|file| {
                let name = file.strip_suffix(".snap");
                !name.is_some_and(|name| sources.contains(&format!("\"{name}\"")))
            })
            .collect();
        if left.is_empty() {
            Ok(())
        } else {
            Err(format!("delete from {FOLDER}: {}", left.join(", ")).into())
        }
    })
}

/// The text of every source file of these tests.
pub(super) fn sources() -> String {
    sources_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"))
}

/// The text of every source file below a folder.
fn sources_below(folder: &Path) -> String {
    let entries =
        fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("a source").path());
    let texts = entries.map(|path| match path.extension() {
        _ if path.is_dir() => sources_below(&path),
        Some(extension) if extension == "rs" => fs::read_to_string(&path).expect("a source file"),
        _ => String::new(),
    });
    texts.collect()
}
