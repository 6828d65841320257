//! Messages about tables.

use std::collections::{BTreeMap, BTreeSet};

use tf_provider::{AttributePath, Diagnostic};

use super::validate::Element;
use crate::checks::Finding;
use crate::diagnostic::{about, general};
use crate::findings::FindingName;
use crate::gateway::{CallError, Mapping, Mappings};
use crate::names::{DomainName, MappingKey, Region};
use crate::provider::RegionalSession;
use crate::shared::call_errors::Task;

/// How many keys with several levels a domain name has at most.
const MOST_WITH_LEVELS: usize = MappingKey::MOST_WITH_LEVELS;
/// How many lines of one kind a message has.
const MOST_LINES: usize = 20;

/// The import id of a table: the domain name, and `@<region>` where it is not the provider's.
pub(super) fn import_id(domain: &DomainName, region: Option<&Region>) -> String {
    region.map_or_else(|| domain.to_string(), |region| format!("{domain}@{region}"))
}

/// The block that imports a table.
pub(super) fn import_block(domain: &DomainName, region: Option<&Region>) -> String {
    let id = import_id(domain, region);
    format!("  import {{\n    to = apigatewayv2_api_mappings.<name>\n    id = \"{id}\"\n  }}")
}

/// The error for a new table of a domain that has mappings. `elements` is `None` while the map
/// is not known.
pub(super) fn not_empty(
    session: &RegionalSession,
    domain: &DomainName,
    there: &Mappings,
    elements: Option<&[Element]>,
) -> Diagnostic {
    let import = import_block(domain, session.named_region());
    let mut detail = format!(
        "{domain} has {} already, and a table holds all mappings of its domain name. To manage them with this resource, import \
         the table first, so that the plan shows what becomes of each:\n\n{import}\n\nIf its resource was renamed, add a `moved` block; \
         if it is being replaced, remove create_before_destroy: the old table must be deleted first.\n",
        mappings(there.len())
    );
    let elements: Option<BTreeMap<&MappingKey, &Element>> =
        elements.map(|elements| elements.iter().map(|element| (&element.key, element)).collect());
    let becomes = |mapping: &Mapping| match &elements {
        None => "What becomes of these is not known before apply",
        Some(elements) => match elements.get(&mapping.key) {
            None => "After the import, this configuration removes",
            Some(element) if is_as_planned(mapping, element) => "After the import, this configuration keeps",
            Some(_) => "After the import, this configuration changes the API or stage of",
        },
    };
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for mapping in there.by_key() {
        groups.entry(becomes(mapping)).or_default().push(described(mapping));
    }
    for (what, lines) in groups {
        detail += &format!("\n{what}:\n{}", listed(&lines));
    }
    about(AttributePath::new("domain_name"), "Domain Name Has API Mappings Already", detail)
}

/// The error for a table that is replaced on a domain with mappings that its state does not have.
pub(super) fn not_in_state(domain: &DomainName, unseen: &Mappings) -> Diagnostic {
    let lines: Vec<String> = unseen.by_key().map(described).collect();
    let detail = format!(
        "{domain} has {} that the state of this table does not have, so this plan, which replaces the table, does not show \
         what becomes of the domain name. Plan with a refresh, without -refresh=false.\n{}",
        mappings(unseen.len()),
        listed(&lines)
    );
    about(AttributePath::new("domain_name"), "Domain Name Has API Mappings Already", detail)
}

fn is_as_planned(mapping: &Mapping, element: &Element) -> bool {
    element.api_id.as_ref().is_some_and(|api| api.as_str() == mapping.api_id)
        && element.stage.as_ref().is_some_and(|stage| stage.as_str() == mapping.stage)
}

/// The error for a domain that is not as the plan took it to be.
pub(super) fn changed_since(domain: &DomainName, planned: &Mappings, now: &Mappings) -> Diagnostic {
    let gone = planned.by_key().filter(|mapping| now.at(&mapping.key).is_none());
    let new = now.by_key().filter(|mapping| planned.at(&mapping.key).is_none());
    let changed = now.by_key().filter_map(|mapping| {
        let before = planned.at(&mapping.key).filter(|before| *before != mapping)?;
        Some(format!("{}, before: {}", described(mapping), target(before)))
    });
    let groups = [
        ("New", new.map(described).collect::<Vec<_>>()),
        ("Gone", gone.map(described).collect()),
        ("Changed or made anew", changed.collect()),
    ];
    let groups = groups.iter().filter(|(_, lines)| !lines.is_empty());
    let lists: String = groups.map(|(what, lines)| format!("\n{what}:\n{}", listed(lines))).collect();
    let detail = format!(
        "The API mappings of {domain} are not those that this plan was made from, so nothing was changed. Run plan again, \
         with a refresh: it shows what becomes of them.\n{lists}"
    );
    general("Domain Name Has Changed Since the Plan", detail)
}

/// The warning for mappings that no configuration can be written for as they are; `None` where
/// there are none. Version 1 of the service maps APIs without a stage.
pub(super) fn without_stage(domain: &DomainName, found: &Mappings) -> Option<Diagnostic> {
    let keys: Vec<String> = found
        .by_key()
        .filter(|mapping| mapping.stage.is_empty())
        .map(|mapping| mapping.key.described())
        .collect();
    let (mappings, name) = match keys.len() {
        0 => return None,
        1 => ("1 API mapping".to_owned(), "names"),
        count => (format!("{count} API mappings"), "name"),
    };
    let detail = format!(
        "{mappings} of {domain} {name} no stage, as base path mappings may. A table cannot hold them so: write a stage for \
         each key in the configuration, which apply then gives it.\n{}",
        listed(&keys)
    );
    Some(general("API Mappings Without a Stage", detail))
}

/// The warning for mappings that a destroyed table did not know.
pub(super) fn left_behind(domain: &DomainName, unknown: &[&Mapping]) -> Diagnostic {
    let lines: Vec<String> = unknown.iter().map(|mapping| described(mapping)).collect();
    let detail = format!(
        "{} made since the table was last read, and not deleted with it. Delete what is no longer needed: the domain \
         name cannot be deleted before.\n{}",
        if lines.len() == 1 {
            format!("1 API mapping of {domain} was")
        } else {
            format!("{} API mappings of {domain} were", lines.len())
        },
        listed(&lines)
    );
    general("API Mappings Left on the Domain Name", detail)
}

/// The finding about a plan whose map is not known.
pub(super) fn unknown_map(domain: &DomainName, there: usize) -> Finding {
    let detail = format!(
        "The keys of this table are not known before apply, so this plan cannot show what becomes of {} of {domain}, \
         which may be removed or changed. Write the keys of the map in the configuration, or use values that are known \
         at plan, and leave only api_id and stage to be known later.",
        mappings(there)
    );
    Finding::of_table(FindingName::MappingsUnknown, "mappings", domain, detail)
}

/// The finding about the mappings `first`, which are deleted before those come that are wanted.
pub(super) fn dark_paths(
    domain: &DomainName,
    first: &[Mapping],
    wanted: &BTreeSet<&MappingKey>,
    kind_changes: bool,
) -> Finding {
    let dark: Vec<&MappingKey> = first.iter().map(|mapping| &mapping.key).collect();
    let detail = if kind_changes {
        let back: Vec<&MappingKey> = dark.into_iter().filter(|key| wanted.contains(key)).collect();
        format!(
            "This change is one between WebSocket and HTTP or REST APIs. API Gateway takes one kind only once the other is \
             gone, so all API mappings of {domain} are deleted before new ones are made{}",
            match back.len() {
                0 => format!(". Until then, no path answers. {OTHER_DOMAIN}"),
                count => format!(
                    ", and {} that it keeps will not answer in between. {OTHER_DOMAIN}\n{}",
                    paths(count),
                    listed_keys(&back)
                ),
            }
        )
    } else {
        format!(
            "With this change, {} of {domain} will end before the new ones answer: a domain name has at most \
             {MOST_WITH_LEVELS} keys with \"/\", so some have to go first. To avoid that, remove keys with \"/\" that \
             are not called any more in an apply of their own before.\n{}",
            paths(dark.len()),
            listed_keys(&dark)
        )
    };
    Finding::of_table(FindingName::PathsInterrupted, "mappings", domain, detail.trim_end())
}

/// The way around a change of kind.
const OTHER_DOMAIN: &str = "To avoid that, map the new APIs on another domain name.";

fn paths(count: usize) -> String {
    if count == 1 { "1 path".to_owned() } else { format!("{count} paths") }
}

fn listed_keys(keys: &[&MappingKey]) -> String {
    listed(&keys.iter().map(|key| key.described()).collect::<Vec<_>>())
}

/// The finding about more keys with several levels than a domain takes.
pub(super) fn too_many_levels(domain: &DomainName, count: usize) -> Finding {
    let detail = format!(
        "This table has {count} keys with \"/\", and {domain} has room for {MOST_WITH_LEVELS} of them, so apply may fail for \
         the others. Spread them over several domain names: {MOST_WITH_LEVELS} is the quota of a domain, and AWS does \
         not raise it."
    );
    Finding::of_table(FindingName::TooManyMultiLevelKeys, "mappings", domain, detail)
}

/// The error for a table that is not changed because of what was reported for another one.
pub(super) fn refused_elsewhere(domain: &DomainName) -> Diagnostic {
    let detail =
        format!("Nothing was changed on {domain}, for the reason that another error of this run gives.");
    general("API Mappings Not Changed", detail)
}

/// Lines of their own, of which the first are shown.
fn listed(lines: &[String]) -> String {
    let mut shown: String = lines.iter().take(MOST_LINES).map(|line| format!("\n  {line}")).collect();
    if lines.len() > MOST_LINES {
        shown += &format!("\n  and {} more", lines.len() - MOST_LINES);
    }
    shown + "\n"
}

pub(super) fn described(mapping: &Mapping) -> String {
    format!("{}: {}", mapping.key.described(), target(mapping))
}

/// What a mapping sends requests to.
fn target(mapping: &Mapping) -> String {
    match mapping.stage.as_str() {
        "" => format!("API {}, no stage", mapping.api_id),
        stage => format!("API {}, stage {stage}", mapping.api_id),
    }
}

fn mappings(count: usize) -> String {
    if count == 1 { "1 API mapping".to_owned() } else { format!("{count} API mappings") }
}

/// The error for a state that cannot be used.
pub(super) fn unusable_state() -> Diagnostic {
    general(
        "Incomplete State",
        "The state of this table of API mappings has no domain name or region that can be used. Remove it from the state \
         with a `removed` block with `destroy = false`, and import it by the domain name.",
    )
}

/// The warning for a table that is not read.
pub(super) fn not_refreshed(why: &str) -> Diagnostic {
    general("API Mappings Not Refreshed", format!("{why} The plan shows what was read last."))
}

/// The error for a listing that failed.
pub(super) fn not_listed(session: &RegionalSession, domain: &DomainName, error: &CallError) -> Diagnostic {
    Task::list(session, &format!("the API mappings of {domain}")).failed(error)
}
