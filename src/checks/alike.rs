//! Which changes of a table are alike. The rules find the same about all of them, and a table
//! may have thousands.

use std::collections::HashSet;

use super::planned_mapping::{ChangedFields, PlannedMapping};
use crate::names::MappingKey;

/// Where the first of each API, stage, kind of key and change is.
pub(super) fn one_of_each(planned: &[PlannedMapping]) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut chosen = Vec::new();
    for (index, plan) in planned.iter().enumerate() {
        let ChangedFields { domain, api, stage, key } = plan.changed;
        if seen.insert((&plan.api_id, &plan.stage, kind(plan.key.as_ref()), [domain, api, stage, key])) {
            chosen.push(index);
        }
    }
    chosen
}

/// What the rules tell keys apart by.
fn kind(key: Option<&MappingKey>) -> Option<[bool; 3]> {
    key.map(|key| [key.has_levels(), key.comma().is_some(), key.unusual_letters().is_some()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::{API, key, plan};
    use crate::gateway::Protocol;
    use crate::names::StageName;

    #[test]
    fn the_first_of_each_kind_stands_for_all_like_it() {
        let of = |text: &str| PlannedMapping::clone(&plan(None, text, API, Protocol::Http));
        let unchanged = |text: &str| PlannedMapping { id: None, changed: ChangedFields::NONE, ..of(text) };
        let stage = StageName::parse("test").ok();
        let planned = [
            of("a"),
            of("b"),
            of("a/b"),
            of("c/d"),
            of("a,b"),
            of("für"),
            of("für,c"),
            of("e,f"),
            PlannedMapping { api_id: None, ..of("g") },
            PlannedMapping { stage, ..of("h") },
            unchanged("i"),
            unchanged("j"),
            PlannedMapping { key: Some(key("")), ..of("k") },
        ];
        assert_eq!(one_of_each(&planned), [0, 2, 4, 5, 6, 8, 9, 10]);
        assert_eq!(one_of_each(&[]), [0_usize; 0]);
    }
}
