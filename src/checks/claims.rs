//! Which resources of a run plan the mappings of a domain: one table, or single mappings. A
//! table holds all mappings of a domain, so they do not mix: each run would undo the other's.

use std::collections::HashMap;
use std::hash::Hash;

/// What a run plans for each domain `D`.
#[derive(Debug)]
pub(super) struct Claims<D>(HashMap<D, Claim>);

#[derive(Debug, Default)]
struct Claim {
    tables: Vec<PlannedTable>,
    /// A table of the state goes, and nothing takes its place at its address.
    has_table_that_goes: bool,
    has_single: bool,
    /// Whether one of them changes anything.
    has_changes: bool,
}

/// A table as it is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedTable {
    /// It is planned as one that does not exist yet.
    pub is_new: bool,
    /// The plan changes something.
    pub is_change: bool,
    /// A hash of its configuration: a plan does not say which resource it is for.
    pub configuration: u64,
}

/// What else a run plans for a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rivalry {
    /// Beside what.
    pub rival: Rival,
    /// Whether the run plans a change for any of them.
    pub has_changes: bool,
}

/// What a table does not go together with, or a single mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// A table.
    Table,
    /// A table that is created or stays, and one that is destroyed.
    TableThatGoes,
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
    pub(super) fn by_table(&mut self, domain: D, table: PlannedTable) -> Option<Rivalry> {
        let claim = self.0.entry(domain).or_default();
        let is_other = claim.tables.iter().any(|known| !table.may_be(*known));
        claim.tables.push(table);
        claim.has_changes |= table.is_change;
        let rival = [
            (claim.has_single, Rival::SingleMapping),
            (is_other, Rival::Table),
            (claim.has_table_that_goes, Rival::TableThatGoes),
        ]
        .into_iter()
        .find_map(|(is_there, rival)| is_there.then_some(rival));
        rival.map(|rival| Rivalry { rival, has_changes: claim.has_changes })
    }

    /// Notes that a table of a domain is to be destroyed, and is not being replaced; whether one
    /// is planned for it, too.
    pub(super) fn by_table_that_goes(&mut self, domain: D) -> Option<Rivalry> {
        let claim = self.0.entry(domain).or_default();
        (claim.has_table_that_goes, claim.has_changes) = (true, true);
        let has_table = !claim.tables.is_empty();
        has_table.then_some(Rivalry { rival: Rival::TableThatGoes, has_changes: true })
    }

    /// Notes that a single mapping is planned for a domain; whether a table is, too.
    pub(super) fn by_single_mapping(&mut self, domain: D, is_change: bool) -> Option<Rivalry> {
        let claim = self.0.entry(domain).or_default();
        claim.has_single = true;
        claim.has_changes |= is_change;
        let has_table = !claim.tables.is_empty();
        has_table.then_some(Rivalry { rival: Rival::Table, has_changes: claim.has_changes })
    }
}

impl PlannedTable {
    /// Whether this may be the table that was planned before as `earlier`. Terraform plans a
    /// table once, and then as a new one where it turned out to be replaced.
    fn may_be(self, earlier: Self) -> bool {
        self.configuration == earlier.configuration && self.is_new && !earlier.is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: PlannedTable = PlannedTable { is_new: true, is_change: true, configuration: 1 };
    const STAYS: PlannedTable = PlannedTable { is_new: false, is_change: false, configuration: 1 };
    const OTHER: PlannedTable = PlannedTable { is_new: false, is_change: false, configuration: 2 };

    fn of(rival: Rival, has_changes: bool) -> Option<Rivalry> {
        Some(Rivalry { rival, has_changes })
    }

    #[test]
    fn a_table_that_is_planned_again_as_a_new_one_is_no_second_one() {
        let mut claims = Claims::default();
        assert_eq!(claims.by_table("api", STAYS), None);
        assert_eq!(claims.by_table("api", NEW), None);
    }

    #[test]
    fn two_tables_on_one_domain_do_not_go_together() {
        for (one, other) in
            [(STAYS, OTHER), (NEW, OTHER), (OTHER, NEW), (NEW, NEW), (NEW, STAYS), (STAYS, STAYS)]
        {
            let mut claims = Claims::default();
            assert_eq!(claims.by_table("api", one), None);
            assert_eq!(claims.by_table("shop", other), None);
            assert_eq!(claims.by_table("api", other), of(Rival::Table, one.is_new || other.is_new));
        }
    }

    #[test]
    fn a_table_that_is_destroyed_beside_another_is_seen_in_either_order() {
        let mut claims = Claims::default();
        assert_eq!(claims.by_table_that_goes("api"), None);
        assert_eq!(claims.by_table("api", NEW), of(Rival::TableThatGoes, true));
        let mut claims = Claims::default();
        assert_eq!(claims.by_table("api", STAYS), None);
        assert_eq!(claims.by_table_that_goes("shop"), None);
        assert_eq!(claims.by_table_that_goes("api"), of(Rival::TableThatGoes, true));
    }

    #[test]
    fn a_table_and_a_single_mapping_do_not_go_together_in_either_order() {
        for is_change in [false, true] {
            let mut claims = Claims::default();
            assert_eq!(claims.by_single_mapping("api", is_change), None);
            assert_eq!(claims.by_single_mapping("api", false), None);
            assert_eq!(claims.by_table("api", STAYS), of(Rival::SingleMapping, is_change));
            let mut claims = Claims::default();
            claims.by_table("api", STAYS);
            assert_eq!(claims.by_single_mapping("api", is_change), of(Rival::Table, is_change));
            assert_eq!(claims.by_single_mapping("shop", true), None);
        }
    }
}
