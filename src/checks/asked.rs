//! Which plans a run was asked for, so that a finding can say how many mappings share it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::planned_mapping::PlannedMapping;
use super::subject::Subject;
use crate::names::{DomainName, Region};

/// The plans that a run was asked for.
#[derive(Debug, Default)]
pub(super) struct Asked(HashMap<Region, InRegion>);

#[derive(Debug, Default)]
struct InRegion {
    single: Vec<Single>,
    tables: Vec<Table>,
}

/// A mapping by itself, with its domain, if that is known.
type Single = (Option<DomainName>, PlannedMapping);

/// The changes of a table.
type Table = (Option<DomainName>, Arc<[PlannedMapping]>);

impl Asked {
    /// Notes plans of mappings by themselves.
    pub(super) fn note(&mut self, region: &Region, domain: Option<&DomainName>, planned: &[PlannedMapping]) {
        let asked = self.0.entry(region.clone()).or_default();
        asked.single.extend(planned.iter().map(|plan| (domain.cloned(), plan.clone())));
    }

    /// Notes the changes of a table, which Terraform may plan more than once.
    pub(super) fn note_table(
        &mut self,
        region: &Region,
        domain: Option<&DomainName>,
        planned: Arc<[PlannedMapping]>,
    ) {
        let tables = &mut self.0.entry(region.clone()).or_default().tables;
        let is_same =
            |(other, changes): &Table| other.as_ref() == domain && (domain.is_some() || *changes == planned);
        tables.retain(|table| !is_same(table));
        tables.push((domain.cloned(), planned));
    }

    /// How many of the mappings are about the subject, which was found in this region.
    pub(super) fn count_concerned(&self, region: &Region, subject: &Subject) -> usize {
        let asked = self.0.iter().filter(|(asked_in, _)| !subject.is_of_region() || *asked_in == region);
        asked.map(|(_, asked)| asked.count_single(subject) + asked.count_in_tables(subject)).sum()
    }
}

impl InRegion {
    fn count_single(&self, subject: &Subject) -> usize {
        let concerned = self.single.iter().filter(|(domain, plan)| subject.concerns(domain.as_ref(), plan));
        let (existing, new): (Vec<_>, Vec<_>) = concerned.partition(|(_, plan)| plan.id.is_some());
        // Terraform plans a replacement twice.
        let is_replacement = |(domain, new): &Single| {
            existing.iter().any(|(other, plan)| other == domain && new.is_replacement_of(plan))
        };
        let ids: HashSet<_> = existing.iter().map(|(_, plan)| &plan.id).collect();
        ids.len() + new.iter().filter(|plan| !is_replacement(plan)).count()
    }

    fn count_in_tables(&self, subject: &Subject) -> usize {
        let concerned = |(domain, planned): &Table| {
            planned.iter().filter(|plan| subject.concerns(domain.as_ref(), plan)).count()
        };
        self.tables.iter().map(concerned).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::plan;
    use crate::gateway::Protocol;

    fn domain(name: &str) -> DomainName {
        DomainName::parse(name).unwrap()
    }

    fn ireland() -> Region {
        Region::parse("eu-west-1").unwrap()
    }

    fn virginia() -> Region {
        Region::parse("us-east-1").unwrap()
    }

    fn planned(id: Option<&str>, key: &str, api: &str) -> PlannedMapping {
        PlannedMapping::clone(&plan(id, key, api, Protocol::Http))
    }

    fn orders(id: Option<&str>) -> PlannedMapping {
        planned(id, "orders", "a1b2c3d4")
    }

    fn shop() -> PlannedMapping {
        planned(None, "shop", "5h0p5h0p")
    }

    #[test]
    fn each_mapping_that_shares_a_subject_counts_once() {
        let mut asked = Asked::default();
        let subject = Subject::Domain(domain("api.example.com"));
        let mut count = |planned: &[PlannedMapping], name: Option<&str>| {
            asked.note(&ireland(), name.map(domain).as_ref(), planned);
            asked.count_concerned(&ireland(), &subject)
        };
        let here = Some("api.example.com");
        assert_eq!(count(&[], here), 0);
        assert_eq!(count(&[orders(None), shop()], here), 2);
        assert_eq!(count(&[shop()], Some("web.example.com")), 2);
        assert_eq!(count(&[shop()], None), 2);
        // One that is replaced, and planned again.
        assert_eq!(count(&[planned(Some("m1"), "blog", "b109b109")], here), 3);
        assert_eq!(count(&[planned(None, "blog", "b109b109")], here), 3);
        assert_eq!(count(&[planned(Some("m1"), "blog", "b109b109")], here), 3);
        assert_eq!(asked.count_concerned(&virginia(), &subject), 0);
    }

    #[test]
    fn the_mappings_of_a_table_count_once_however_often_it_is_planned() {
        let mut asked = Asked::default();
        let subject = Subject::Api(orders(None).api_id.clone().unwrap());
        let mut count = |name: Option<&str>, planned: &[PlannedMapping]| {
            asked.note_table(&ireland(), name.map(domain).as_ref(), planned.into());
            asked.count_concerned(&ireland(), &subject)
        };
        let here = Some("api.example.com");
        assert_eq!(count(here, &[orders(Some("m1")), orders(None), shop()]), 2);
        assert_eq!(count(here, &[orders(None)]), 1);
        assert_eq!(count(Some("web.example.com"), &[orders(None)]), 2);
        assert_eq!(count(None, &[orders(None)]), 3);
        assert_eq!(count(None, &[orders(None)]), 3);
        assert_eq!(count(None, &[orders(None), orders(Some("m2"))]), 5);
        // Beside mappings by themselves.
        asked.note(&ireland(), Some(&domain("one.example.com")), &[orders(None)]);
        assert_eq!(asked.count_concerned(&ireland(), &subject), 6);
    }

    #[test]
    fn what_is_of_no_region_is_counted_in_all() {
        let mut asked = Asked::default();
        for region in [ireland(), virginia()] {
            asked.note(&region, None, &[planned(None, "a,b", "a1b2c3d4")]);
            asked.note_table(&region, None, [planned(None, "c,d", "a1b2c3d4")].into());
        }
        assert_eq!(asked.count_concerned(&ireland(), &Subject::Commas), 4);
        assert_eq!(asked.count_concerned(&ireland(), &Subject::LookUps), 2);
    }

    #[test]
    fn what_is_new_on_one_domain_replaces_nothing_on_another() {
        let mut asked = Asked::default();
        for (id, name) in [(Some("m1"), "a.example.com"), (None, "b.example.com")] {
            asked.note(&ireland(), Some(&domain(name)), &[orders(id)]);
        }
        let subject = Subject::Api(orders(None).api_id.clone().unwrap());
        assert_eq!(asked.count_concerned(&ireland(), &subject), 2);
    }
}
