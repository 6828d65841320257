//! A key belongs to one mapping of a domain.

use crate::checks::facts::{Facts, Holder, MappingFacts};
use crate::checks::finding::{Finding, cannot_tell};
use crate::checks::key_holder::{held_by, import_it};
use crate::checks::subject::Subject;
use crate::findings::FindingName::{
    KeyMayBeTaken, KeyPlannedTwice, KeyTaken, KeysSwapped, MappingExists, MappingMadeAnew,
};
use crate::names::MappingId;

/// A second mapping for a key is refused (recorded: 409 ConflictException). The
/// holder may be a mapping that this configuration manages and is about to release:
/// a resource that is replaced, tainted or renamed looks like that.
pub(super) fn held(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (holder, domain) = (facts.holder_of_key(&mapping.planned)?, facts.domain.as_ref()?);
    let import = import_it(domain, holder, facts.named_region.as_ref());
    let adopt = match mapping.planned.id {
        None => format!("{UNSEEN} If none manages it, {import}{OTHERWISE}"),
        // Terraform ignores an import to an address that is in the state.
        Some(_) => format!("{UNSEEN} {HAS_ONE}"),
    };
    // What changes its key has a mapping of its own.
    let same = mapping.planned.id.is_none() && mapping.planned.has_target_of(holder);
    let (finding, next) = match mapping.holder {
        // `planned_twice` reports it.
        Holder::KeepsKey => return None,
        Holder::MayReleaseKey if same && facts.plan_of(holder).is_none() => {
            (MappingExists, format!("{EXACTLY} {MANAGED}"))
        }
        Holder::MayReleaseKey => (KeyMayBeTaken, RELEASED.to_owned()),
        Holder::SwapsKeys => (KeysSwapped, EXCHANGED.to_owned()),
        Holder::Unknown if same => {
            (MappingExists, format!("{EXACTLY} {RENAMED_OR_REPLACED} {}", cannot_tell("manages it")))
        }
        Holder::Unknown => {
            let next = cannot_tell("manages that mapping and gives the key up first");
            (
                KeyMayBeTaken,
                format!("{next} If this configuration does, apply waits for the key; otherwise it fails."),
            )
        }
        Holder::NotManaged if mapping.gone.is_some() => {
            let old = mapping.gone.iter().map(MappingId::as_str).collect::<String>();
            let next = format!(
                "Terraform has another mapping for this key in its state, {old}, which does not exist any more. To \
                 manage the new one, apply once with -refresh-only, so that Terraform forgets the old one. Then \
                 {import}{OTHERWISE}"
            );
            (MappingMadeAnew, next)
        }
        Holder::NotManaged if same => {
            let next = format!(
                "{EXACTLY} {UNSEEN} {RENAMED_OR_REPLACED} If an interrupted run left it, {import}{OTHERWISE}"
            );
            (KeyTaken, next)
        }
        Holder::NotManaged => (KeyTaken, adopt),
    };
    let detail = format!("{} {next}", held_by(domain, holder));
    let subject = Subject::Key(domain.clone(), holder.key.clone());
    let found = Finding::new(finding, "api_mapping_key", subject, detail);
    Some(match finding {
        KeyTaken | MappingMadeAnew => found.unless_resolved_earlier(),
        _ => found,
    })
}

const EXACTLY: &str = "It is exactly what is planned here.";
const MANAGED: &str = "This configuration manages it. If this run gives it another key, apply waits for that. If its \
     resource was renamed, add a `moved` block, which keeps the mapping. If it is being replaced, apply works \
     without create_before_destroy, because the old mapping is deleted first.";
const RELEASED: &str = "This configuration manages that mapping. If this run gives it another key, or deletes it, \
     apply waits for that. Terraform changes ten objects at a time, unless -parallelism says otherwise: where more \
     keys shift, apply again until all are done. Until then one of the paths may answer nothing. With `for_each` and \
     stable keys, or with one apigatewayv2_api_mappings for the domain name, one apply does it.";
const EXCHANGED: &str = "Exchange the APIs and stages of the mappings instead of their keys, or manage the domain name \
     with one apigatewayv2_api_mappings: this run plans to exchange keys, and API Gateway refuses whichever change \
     comes first.";
const RENAMED_OR_REPLACED: &str = "If the resource of that mapping was renamed, or was of another type until now, add a \
     `moved` block: after an import, its old resource would delete the mapping. If it is being replaced, remove \
     create_before_destroy: the old mapping must be deleted first.";
const UNSEEN: &str = "This plan has not seen that mapping in this configuration. It does not see resources that \
     depend on this one, that wait for what other providers do, or that -target leaves out: if one of them gives the \
     key up, let this one depend on it. Nor does it see those of another provider block or configuration.";
const HAS_ONE: &str = "Otherwise choose another key, or free that one first: a domain name has one mapping for each \
     key, and API Gateway refuses a second one.";
const OTHERWISE: &str = "Otherwise choose another key, or delete that mapping first: a domain name has one mapping for \
     each key, and API Gateway refuses a second one.";

/// Two resources of one configuration with the same domain and key.
pub(super) fn planned_twice(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (key, domain) = (mapping.planned.key.as_ref()?, facts.domain.as_ref()?);
    let other = facts
        .planned_earlier(mapping)
        .find(|earlier| earlier.key.as_ref() == Some(key) && mapping.planned.either_changes(earlier))?;
    let target = match (&other.api_id, &other.stage) {
        (Some(api), Some(stage)) => format!(" for API {api}, stage {stage}"),
        _ => String::new(),
    };
    let detail = format!(
        "This run plans {} of {domain} twice: here, and in another resource{target}. Choose another key in one of the \
         two, or remove it: a domain name has one mapping for each key.",
        key.described()
    );
    let subject = Subject::Key(domain.clone(), key.clone());
    Some(Finding::new(KeyPlannedTwice, "api_mapping_key", subject, detail))
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
