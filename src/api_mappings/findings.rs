//! What AWS would refuse of the elements that change, as the checks find it: the same as for
//! single mappings, each on its element.

use std::collections::{BTreeSet, HashSet};

use futures_util::future::BoxFuture;
use tf_provider::{AttributePath, Diagnostics};

use super::changes::has_levels;
use super::validate::{self, Element};
use crate::checks::{self, ChangedFields, Phase, PlannedMapping, Run};
use crate::diagnostic::{about, general};
use crate::gateway::Mappings;
use crate::names::{ApiId, DomainName, MappingKey, StageName};
use crate::provider::RegionalSession;

/// Reports what the checks find about changed elements.
pub(super) async fn report_findings(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    changed: &[(&Element, PlannedMapping)],
    staying: Mappings,
) {
    let kinds = one_of_each(changed);
    if kinds.is_empty() {
        return;
    }
    let planned = kinds.iter().map(|(_, planned)| planned.clone()).collect();
    // The SDK's futures are nested too deep for the compiler without a box.
    let check: BoxFuture<'_, _> =
        Box::pin(checks::check_table(session, run, phase, domain, planned, staying));
    let checked = check.await;
    for finding in checked.findings {
        let key = kinds[finding.mapping].0.key.as_str();
        let (attribute, severity) = (finding.attribute, finding.severity);
        let found = general(finding.summary, finding.detail);
        let found = match attribute {
            "domain_name" => about(AttributePath::new(attribute), found.summary, found.detail),
            "api_mapping_key" => about(validate::path(key), found.summary, found.detail),
            field => validate::about_field(key, field, found),
        };
        match severity {
            checks::Severity::Error => diags.add_error(found),
            checks::Severity::Warning => diags.add_warning(found),
        }
    }
}

/// The elements that are new or change, as the checks know planned mappings.
pub(super) fn changed<'e>(
    current: &Mappings,
    elements: &'e [Element],
    kind_changes: bool,
) -> Vec<(&'e Element, PlannedMapping)> {
    let planned = |element: &'e Element| {
        let there = current.at(&element.key).filter(|_| !kind_changes);
        let changed = match there {
            None => ChangedFields::ALL,
            Some(there) => ChangedFields {
                api: element.api_id.as_ref().is_none_or(|api| api.as_str() != there.api_id),
                stage: element.stage.as_ref().is_none_or(|stage| stage.as_str() != there.stage),
                ..ChangedFields::NONE
            },
        };
        let planned = PlannedMapping {
            id: there.map(|there| there.id.clone()),
            key: Some(element.key.clone()),
            api_id: element.api_id.clone(),
            stage: element.stage.clone(),
            changed,
            protocol: None,
        };
        (changed != ChangedFields::NONE).then_some((element, planned))
    };
    elements.iter().filter_map(planned).collect()
}

/// The mappings that a table leaves as they are.
pub(super) fn staying(current: &Mappings, elements: &[Element], kind_changes: bool) -> Mappings {
    if kind_changes {
        return Mappings::default();
    }
    let keys: BTreeSet<&MappingKey> = elements.iter().map(|element| &element.key).collect();
    let mut staying = current.clone();
    let leaves = current.iter().filter(|mapping| !keys.contains(&mapping.key));
    leaves.for_each(|mapping| staying.remove(&mapping.id));
    staying
}

/// One element of each API, stage, kind of key and change: the rules find the same about all
/// others like it, and a table may have thousands of them.
fn one_of_each<'c, 'e>(
    changed: &'c [(&'e Element, PlannedMapping)],
) -> Vec<&'c (&'e Element, PlannedMapping)> {
    let mut seen = HashSet::new();
    let is_first = |(element, planned): &&(&Element, PlannedMapping)| {
        let api = planned.api_id.as_ref().map(ApiId::as_str);
        let stage = planned.stage.as_ref().map(StageName::as_str);
        let ChangedFields { domain, api: new_api, stage: new_stage, key } = planned.changed;
        let is_new = [domain, new_api, new_stage, key];
        seen.insert((api.map(str::to_owned), stage.map(str::to_owned), has_levels(&element.key), is_new))
    };
    changed.iter().filter(is_first).collect()
}
