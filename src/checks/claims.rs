//! Which resources of a run plan the mappings of a domain: one table, or single mappings. A
//! table is all that a domain has, so they do not mix: each run would undo the other's.

use std::collections::HashMap;
use std::hash::Hash;

/// What a run plans for each domain `D`.
#[derive(Debug)]
pub(super) struct Claims<D>(HashMap<D, Claim>);

#[derive(Debug, Default)]
struct Claim {
    tables: Vec<PlannedTable>,
    has_single: bool,
}

/// A table as it is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedTable {
    /// It is planned as one that does not exist yet.
    pub is_new: bool,
    /// A hash of its configuration. Terraform plans a table more than once, and says with
    /// nothing which one it is.
    pub configuration: u64,
}

/// What else a run plans for the domain of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// Another table.
    Table,
    /// A mapping in a resource of its own.
    SingleMapping,
}

impl<D> Default for Claims<D> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<D: Hash + Eq> Claims<D> {
    /// Notes that a table is planned for a domain; what it does not go together with.
    pub(super) fn by_table(&mut self, domain: D, table: PlannedTable) -> Option<Rival> {
        let claim = self.0.entry(domain).or_default();
        let is_other = claim.tables.iter().any(|known| !table.may_be(*known));
        claim.tables.push(table);
        if claim.has_single {
            return Some(Rival::SingleMapping);
        }
        is_other.then_some(Rival::Table)
    }

    /// Notes that a single mapping is planned for a domain; whether a table is, too.
    pub(super) fn by_single_mapping(&mut self, domain: D) -> bool {
        let claim = self.0.entry(domain).or_default();
        claim.has_single = true;
        !claim.tables.is_empty()
    }
}

impl PlannedTable {
    /// Whether this may be the table that was planned before as `earlier`: planned again, or as
    /// a new one after it turned out that it is replaced.
    fn may_be(self, earlier: Self) -> bool {
        self.configuration == earlier.configuration && !earlier.is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: PlannedTable = PlannedTable { is_new: true, configuration: 1 };
    const STAYS: PlannedTable = PlannedTable { is_new: false, configuration: 1 };
    const OTHER: PlannedTable = PlannedTable { is_new: false, configuration: 2 };

    #[test]
    fn a_table_that_is_planned_again_is_no_second_one() {
        for again in [STAYS, NEW] {
            let mut claims = Claims::default();
            assert_eq!(claims.by_table("api", STAYS), None);
            assert_eq!(claims.by_table("api", again), None);
        }
    }

    #[test]
    fn two_tables_on_one_domain_do_not_go_together() {
        for (one, other) in [(STAYS, OTHER), (NEW, OTHER), (OTHER, NEW), (NEW, NEW), (NEW, STAYS)] {
            let mut claims = Claims::default();
            assert_eq!(claims.by_table("api", one), None);
            assert_eq!(claims.by_table("shop", other), None);
            assert_eq!(claims.by_table("api", other), Some(Rival::Table));
        }
    }

    #[test]
    fn a_table_and_a_single_mapping_do_not_go_together_in_either_order() {
        let mut claims = Claims::default();
        assert!(!claims.by_single_mapping("api") && !claims.by_single_mapping("api"));
        assert_eq!(claims.by_table("api", NEW), Some(Rival::SingleMapping));
        let mut claims = Claims::default();
        claims.by_table("api", NEW);
        assert!(claims.by_single_mapping("api"));
        assert!(!claims.by_single_mapping("shop"));
    }
}
