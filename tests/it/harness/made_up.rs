//! Refusals that the local endpoint makes up, and the scenarios that may meet one.
//!
//! What the service refuses and how it says so is not always on record, and then the local
//! endpoint decides. No scenario may rest on that alone: one that is answered by such a refusal
//! has a row here with the reason why it does not. Texts alone are no matter of this table: they
//! are marked. A golden has `{made up: RULE}` in the place of a marked text, and the sources of
//! the tests quote none.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::Trial;
use regex::Regex;

use super::messages;

/// A scenario, the rule of the local endpoint that refuses a call in it, and why it holds for any
/// other refusal as well.
type Row = (&'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "a_domain_that_takes_only_routing_rules_is_a_warning",
        "rules_only",
        "that the apply fails is all that is asked, and the refusal is documented",
    ),
    ("a_service_that_refuses_large_pages_gives_small_ones", "page_size", SMALL_PAGES),
    ("small_pages_are_fetched_when_large_ones_are_refused", "page_size", SMALL_PAGES),
    ("of_201_keys_with_levels_200_are_made", "multi_level_quota", ANY_REFUSAL),
    ("what_is_turned_down_for_a_table_is_left_to_the_service", "websocket_beside_others", ANY_REFUSAL),
    ("plan_speaks_before_the_service_refuses_a_mapping", "enhanced_http_api", ANY_REFUSAL),
    ("plan_speaks_before_the_service_refuses_a_mapping", "private_rest_api", ANY_REFUSAL),
    ("plan_speaks_before_the_service_refuses_a_mapping", "rules_only", ANY_REFUSAL),
    ("plan_speaks_before_the_service_refuses_a_mapping", "websocket_beside_others", ANY_REFUSAL),
    ("what_the_endpoint_accepts_plan_accepts_and_what_it_refuses_plan_finds", "rules_only", ANY_REFUSAL),
    (
        "what_the_endpoint_accepts_plan_accepts_and_what_it_refuses_plan_finds",
        "websocket_beside_others",
        ANY_REFUSAL,
    ),
    (
        "an_update_to_a_stage_that_does_not_exist_keeps_the_old_one",
        "update_unknown_stage",
        "ministack runs it too and refuses by a rule of its own",
    ),
];

/// What the service takes is not on record, so both are asked for.
const SMALL_PAGES: &str =
    "other scenarios have a service that takes large pages, and this one has one that does not";

/// Of refusals that are documented, and not how they are said.
const ANY_REFUSAL: &str = "that the service refuses is documented, and how it does is not asserted";

/// What the local endpoint ends a text with that is not known to be the service's.
const MARK: &str = "[made up: ";

/// Fewer words than these may be in any text.
const FEWEST_WORDS: usize = 3;

/// # Panics
/// When a scenario meets another made-up refusal than the table says, or not all of those.
pub(super) fn check(scenario: &str, met: &BTreeSet<String>) {
    let expected: BTreeSet<String> =
        ROWS.iter().filter(|(name, ..)| *name == scenario).map(|(_, rule, _)| (*rule).to_owned()).collect();
    assert_eq!(
        *met, expected,
        "{scenario} is answered by refusals that the local endpoint makes up (left), and \
         tests/it/harness/made_up.rs expects others (right). Let the scenario rest on an ordered fault, or \
         say there why it holds for any refusal."
    );
}

/// The texts in the sources of the tests that are parts of marked messages alone.
pub(crate) fn quoted<'a>(messages: impl Iterator<Item = &'a str>) -> Vec<String> {
    let (marked, known): (Vec<_>, Vec<_>) = messages.partition(|message| message.contains(MARK));
    let marked: Vec<&str> = marked.iter().filter_map(|message| message.split(MARK).next()).collect();
    let is_in = |texts: &[&str], quote: &str| texts.iter().any(|text| text.contains(quote));
    let sources = messages::sources();
    let quotes = Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("a pattern");
    let folded = Regex::new(r"\\\n\s*").expect("a pattern");
    let quotes = quotes.captures_iter(&sources).map(|found| folded.replace_all(&found[1], "").into_owned());
    quotes
        .filter(|quote| quote.split_whitespace().count() >= FEWEST_WORDS)
        .filter(|quote| is_in(&marked, quote) && !is_in(&known, quote))
        .collect()
}

/// Each row is of a scenario that there is, and no golden has a text that is marked.
pub(crate) fn trial(scenarios: &BTreeSet<String>) -> Trial {
    let unknown: Vec<_> =
        ROWS.iter().map(|(name, ..)| *name).filter(|name| !scenarios.contains(*name)).collect();
    Trial::test("made_up::nothing_rests_on_what_is_made_up", move || {
        if !unknown.is_empty() {
            return Err(format!("tests/it/harness/made_up.rs has rows of no scenario: {unknown:?}").into());
        }
        let marked: Vec<String> = messages::files()
            .into_iter()
            .filter(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(MARK)))
            .map(|path| path.display().to_string())
            .collect();
        if marked.is_empty() {
            Ok(())
        } else {
            Err(format!("these hold texts that the local endpoint makes up: {}", marked.join(", ")).into())
        }
    })
}
