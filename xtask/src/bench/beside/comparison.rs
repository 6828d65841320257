//! The figures of two providers side by side.

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use serde::{Deserialize, Serialize};

use crate::address::SOURCE_ADDRESS;
use crate::bench::figure::Figure;

/// What was not measured.
const DASH: &str = "–";

/// The same figures of this provider and of another one.
#[derive(Serialize, Deserialize)]
pub(crate) struct Comparison {
    /// The other provider and its version.
    other: String,
    rows: Vec<Row>,
}

/// One figure of both; at least one of them was measured.
#[derive(Serialize, Deserialize)]
struct Row {
    ours: Option<Figure>,
    other: Option<Figure>,
}

impl Comparison {
    pub(crate) fn new(other: String) -> Comparison {
        Comparison { other, rows: Vec::new() }
    }

    /// Adds figures, which are the same ones in the same order. What was
    /// measured of neither is left out.
    pub(crate) fn add(&mut self, ours: Vec<Option<Figure>>, other: Vec<Option<Figure>>) {
        let rows = ours.into_iter().zip(other).map(|(ours, other)| Row { ours, other });
        self.rows.extend(rows.filter(|row| row.name().is_some()));
    }

    /// A Markdown table.
    pub(crate) fn table(&self) -> String {
        let mut table = Table::new();
        table.load_style(ASCII_MARKDOWN);
        table.set_header(["figure", SOURCE_ADDRESS, &self.other]);
        for row in &self.rows {
            let cells = [&row.ours, &row.other].map(|figure| match figure {
                Some(figure) => figure.to_string(),
                None => DASH.to_owned(),
            });
            table.add_row([row.name().unwrap_or_default().to_owned()].into_iter().chain(cells));
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table.to_string()
    }
}

impl Row {
    fn name(&self) -> Option<&str> {
        self.ours.as_ref().or(self.other.as_ref()).map(|figure| figure.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_is_a_dash() {
        let calls = |name: &str, count| Some(Figure::count(name, count));
        let mut comparison = Comparison::new("hashicorp/aws 5.100.0".to_owned());
        comparison
            .add(vec![calls("plan", 2), None, None], vec![calls("plan", 201), calls("apply", 402), None]);
        let table = comparison.table();
        let rows: Vec<Vec<&str>> =
            table.lines().map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect();
        assert_eq!(rows[0], ["figure", SOURCE_ADDRESS, "hashicorp/aws 5.100.0"]);
        assert_eq!(rows[2..], [["plan", "2", "201"], ["apply", DASH, "402"]]);
    }
}
