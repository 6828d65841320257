//! What AWS would refuse of the elements that change, as the checks find it: the same as for
//! single mappings, each on its element.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use tf_provider::{AttributePath, Diagnostics};

use super::changes::deletions;
use super::messages;
use super::validate::{Element, path, prefixed};
use crate::checks::{self, ChangedFields, CheckedTable, Finding, Phase, PlannedMapping, Reported, Run};
use crate::gateway::{Mapping, Mappings};
use crate::names::{DomainName, MappingKey};
use crate::provider::RegionalSession;

/// Reports what the checks find about changed elements; whether anything is refused, be it said
/// here or earlier in the run.
pub(super) async fn report_findings(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    domain: Option<DomainName>,
    changed: Arc<[PlannedMapping]>,
    staying: Mappings,
) -> bool {
    if changed.is_empty() {
        return false;
    }
    // The SDK's futures are nested too deep for the compiler without a box.
    let check: BoxFuture<'_, _> =
        Box::pin(checks::check_table(session, run, phase, domain, changed.clone(), staying));
    let CheckedTable { findings, is_refused } = check.await;
    for reported in findings {
        let element = changed.get(reported.finding.mapping);
        let key = element.and_then(|element| element.key.as_ref()).map_or("", MappingKey::as_str);
        report_on_element(diags, reported, key);
    }
    is_refused
}

/// Reports a finding about the table.
pub(super) fn report(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    run: &Run,
    phase: Phase,
    finding: Finding,
) {
    if let Some(reported) = checks::report(session, run, phase, finding) {
        let at = AttributePath::new(reported.finding.attribute);
        reported.report(diags, at);
    }
}

/// What a change of a table does that its difference does not show.
pub(super) fn of_change(
    domain: &DomainName,
    current: &Mappings,
    wanted: &BTreeSet<&MappingKey>,
    kind_changes: bool,
) -> Vec<Finding> {
    let with_levels: Vec<_> = wanted.iter().filter(|key| key.has_levels()).collect();
    let adds_levels = with_levels.iter().any(|key| kind_changes || current.at(key).is_none());
    let is_too_many = adds_levels && with_levels.len() > MappingKey::MOST_WITH_LEVELS;
    let too_many = is_too_many.then(|| messages::too_many_levels(domain, with_levels.len()));
    let first = deletions(current, wanted, kind_changes).first;
    let interrupted = (!first.is_empty()).then(|| messages::dark_paths(domain, &first, wanted, kind_changes));
    too_many.into_iter().chain(interrupted).collect()
}

/// Reports a finding about a field of an element, or about the domain.
fn report_on_element(diags: &mut Diagnostics, mut reported: Reported, key: &str) {
    let at = match reported.finding.attribute {
        "domain_name" => AttributePath::new("domain_name"),
        "api_mapping_key" => path(key),
        field => {
            reported.finding.detail = prefixed(key, field, &reported.finding.detail);
            path(key)
        }
    };
    reported.report(diags, at);
}

/// The elements that are new or change, as the checks know planned mappings.
pub(super) fn changed(current: &Mappings, elements: &[Element], kind_changes: bool) -> Arc<[PlannedMapping]> {
    let planned = |element: &Element| {
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
        (changed != ChangedFields::NONE).then_some(planned)
    };
    elements.iter().filter_map(planned).collect()
}

/// What will be at the keys that stay, as far as it is known.
pub(super) fn staying(current: &Mappings, elements: &[Element], kind_changes: bool) -> Mappings {
    let elements = elements.iter().filter(|_| !kind_changes);
    let stays = elements.filter_map(|element| {
        let there = current.at(&element.key)?;
        let (api_id, stage) = (element.api_id.as_ref()?.to_string(), element.stage.as_ref()?.to_string());
        Some(Mapping { api_id, stage, ..there.clone() })
    });
    stays.collect()
}
