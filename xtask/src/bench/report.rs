//! The figures of one run, as a table for people and JSON for programs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use serde::{Deserialize, Serialize};

use super::beside::Comparison;
use super::figure::Figure;
use crate::files;
use crate::terraform::Terraform;

/// One run of the benchmark.
#[derive(Serialize, Deserialize)]
pub(crate) struct Report {
    machine: String,
    figures: Vec<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    beside: Option<Comparison>,
}

impl Report {
    pub(crate) fn new(figures: Vec<Figure>, beside: Option<Comparison>, terraform: &Terraform) -> Report {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let machine = format!(
            "{} ({} {}, {cores} cores) with {terraform}",
            processor(),
            std::env::consts::OS,
            std::env::consts::ARCH,
        );
        Report { machine, figures, beside }
    }

    /// Reads what an earlier run wrote.
    pub(crate) fn read(path: &Path) -> Result<Report> {
        serde_json::from_str(&files::read(path)?)
            .with_context(|| format!("{} is not the JSON of a benchmark", path.display()))
    }

    pub(crate) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The tables in Markdown, and where they were measured.
    pub(crate) fn markdown(&self, before: Option<&Report>) -> String {
        let comparison = self.beside.as_ref().map(Comparison::table);
        let measured = format!("Measured on {}.\n", self.machine);
        [Some(self.table(before)), comparison, Some(measured)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    /// A table of the figures, with those of an earlier run in a last column.
    fn table(&self, before: Option<&Report>) -> String {
        let mut table = Table::new();
        table.load_style(ASCII_MARKDOWN);
        let mut header = vec!["figure", "measured", "against"];
        header.extend(before.map(|_| "before"));
        table.set_header(header);
        for figure in &self.figures {
            let mut row = vec![figure.name.clone(), figure.to_string(), figure.limit()];
            row.extend(before.map(|before| before.find(&figure.name)));
            table.add_row(row);
        }
        for column in table.column_iter_mut().skip(1).step_by(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table.to_string()
    }

    fn find(&self, name: &str) -> String {
        let mut figures = self.figures.iter();
        figures.find(|figure| figure.name == name).map_or_else(String::new, Figure::to_string)
    }
}

/// The processor's own name, where the system tells it.
fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix("model name"))
        .and_then(|rest| rest.split_once(':'))
        .map_or_else(|| "this machine".to_owned(), |(_, name)| name.trim().to_owned())
}
