//! What the provider makes of the settings of other tools, as tables.

use crate::documented_settings::{ARGUMENTS, PROFILE_SETTINGS, Row, Treatment, VARIABLES};

/// The table of `variables`, of `profile settings` or of `arguments`.
pub(crate) fn table(of: &str) -> Option<String> {
    let rows = match of {
        "variables" => VARIABLES,
        "profile settings" => PROFILE_SETTINGS,
        "arguments" => ARGUMENTS,
        _ => return None,
    };
    let lines = rows.iter().map(line);
    Some(format!("| setting | here | |\n| --- | --- | --- |\n{}", lines.collect::<Vec<_>>().join("\n")))
}

fn line((name, treatment, note): &Row) -> String {
    let word = match treatment {
        Treatment::Honoured => "honoured",
        Treatment::Refused => "refused",
        Treatment::Ignored => "ignored",
    };
    format!("| `{name}` | {word} | {note} |")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line_of_a_table() {
        assert_eq!(line(&("NAME", Treatment::Ignored, "why")), "| `NAME` | ignored | why |");
        assert!(table("variables").is_some_and(|table| table.contains("| `AWS_REGION` | honoured |")));
        assert_eq!(table("colours"), None);
    }
}
