//! The error for changes that were not all made: what is there now, how to go on, and each key
//! with its reason.

use std::collections::HashMap;

use tf_provider::{AttributePath, Diagnostic};

use super::carry_out::Carried;
use super::changes::Change;
use super::messages::{described, import_block};
use super::validate::path;
use crate::diagnostic::about;
use crate::gateway::{CallError, Failure, Mapping, WriteError};
use crate::names::{DomainName, MappingKey};
use crate::provider::RegionalSession;
use crate::shared::call_errors::Task;

/// What was done to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    Creation,
    Change,
    Deletion,
}

/// The error for changes that were not all made.
pub(super) fn not_all_done(
    session: &RegionalSession,
    domain: &DomainName,
    carried: &Carried,
    work: Work,
) -> Diagnostic {
    let Carried { done, failed, not_begun, .. } = carried;
    let total = done + failed.len() + not_begun;
    let mut detail = format!(
        "{done} of {total} changes to the API mappings of {domain} were made, {} failed and {not_begun} were not begun. ",
        failed.len()
    );
    detail += &outcome(session, domain, carried, work);
    for (reason, keys) in reasons(session, domain, carried) {
        detail += &format!("\n\n{reason}");
        if !keys.is_empty() {
            let keys: Vec<String> = keys.iter().map(MappingKey::described).collect();
            detail += &format!("\n\nLikewise: {}.", keys.join(", "));
        }
    }
    let attribute = match &carried.failed[..] {
        [(change, _)] => path(change.key().as_str()),
        [] => AttributePath::root(),
        _ => AttributePath::new("mappings"),
    };
    let summary = match work {
        Work::Creation => "Not All API Mappings Created",
        Work::Change => "Not All API Mappings Changed",
        Work::Deletion => "Not All API Mappings Deleted",
    };
    about(attribute, summary, detail)
}

/// What is there after changes that were not all made, and how to go on.
fn outcome(session: &RegionalSession, domain: &DomainName, carried: &Carried, work: Work) -> String {
    let is_in_state = work != Work::Creation || !carried.mappings.is_empty();
    let mut text = match (&carried.unsettled, is_in_state) {
        (None, true) => "The state holds what is there now.".to_owned(),
        (None, false) => "None is there, so no table is in state.".to_owned(),
        (Some(error), true) => format!(
            "What some of them did could not be found out: {}. The next plan reads the domain name and shows it.",
            error.failure
        ),
        (Some(error), false) => format!(
            "What some of them did could not be found out, so no table is in state: {}. If the next plan is refused \
             because the domain name has API mappings, import the table:\n\n{}\n\n",
            error.failure,
            import_block(domain, session.named_region())
        ),
    };
    if !text.ends_with('\n') {
        text += " ";
    }
    text += match (carried.failed.is_empty(), carried.is_out_of_time) {
        (false, _) => "Run apply again for the others, once what is named below is put right.",
        (true, true) => {
            "The time was up before the others. Run apply again for them, and if it needs longer, set the resource's \
             `timeouts` block."
        }
        (true, false) => "The run was interrupted. Run apply again for the others.",
    };
    if work == Work::Creation && is_in_state {
        text += " Terraform marks a new table as tainted when its creation fails, and deletes all that was made before it \
                 makes it anew. To keep it, run the command `untaint` with the address of this resource first.";
    }
    text
}

/// Each reason in full for the first key that it concerns, with the other keys.
fn reasons(
    session: &RegionalSession,
    domain: &DomainName,
    carried: &Carried,
) -> Vec<(String, Vec<MappingKey>)> {
    let mut failed: Vec<_> = carried.failed.iter().collect();
    failed.sort_by(|(a, _), (b, _)| a.key().cmp(b.key()));
    let mut reasons: Vec<(String, Vec<MappingKey>)> = Vec::new();
    let mut known = HashMap::new();
    for (change, error) in failed {
        let Reason { text, cause } = reason(session, domain, change, error);
        let index = *known.entry(cause).or_insert(reasons.len());
        match reasons.get_mut(index) {
            Some((_, keys)) => keys.push(change.key().clone()),
            None => reasons.push((text, Vec::new())),
        }
    }
    reasons
}

/// Why a change was not made.
struct Reason {
    text: String,
    /// What it has in common with that of other keys.
    cause: String,
}

fn reason(session: &RegionalSession, domain: &DomainName, change: &Change, error: &WriteError) -> Reason {
    let task = match change {
        Change::Create(spec) => Task::create(session, domain, spec),
        Change::Update(id, _) | Change::Delete(Mapping { id, .. }) => {
            Task::change(session, domain, change.key(), id)
        }
    };
    let key = change.key().described();
    let words = |said: &CallError| format!("{} {}", said.action, words(&said.failure, change));
    let (text, cause) = match error {
        WriteError::Failed(said) => {
            let found = task.failed(said);
            (found.detail.into_owned(), format!("{} {}", found.summary, words(said)))
        }
        // Another mapping holds each key.
        WriteError::KeyTaken { holder, .. } => (
            format!(
                "{key} is held by an API mapping that was made since the domain name was listed: {}.",
                described(holder)
            ),
            format!("taken by {}", holder.id),
        ),
        WriteError::MayBeOwn { holder, said } => (
            format!(
                "The creation for {key} was throttled, and the key is now held by API mapping {}, which is exactly as \
                 asked for: this run may have made it all the same, or another one at the same time. The next plan \
                 shows it. {}",
                holder.id, said.failure
            ),
            format!("may be {}", holder.id),
        ),
        WriteError::Gone(said) => (
            format!("The mapping for {key} does not exist any more. {}", said.failure),
            format!("gone {}", words(said)),
        ),
        WriteError::Overtaken { actual, said } => (
            format!(
                "The change of {key} was answered, but it is API {}, stage {} now: another change may have come after \
                 it. The answer: {}.",
                actual.api_id, actual.stage, said.failure
            ),
            format!("overtaken by {} {} {}", actual.api_id, actual.stage, words(said)),
        ),
        WriteError::Unclear { said, lookup } => (
            format!(
                "The change of {key} got no clear answer, and could not be looked up at once. The answer: {}. The \
                 look-up: {}.",
                said.failure, lookup.failure
            ),
            format!("unclear {} {}", words(said), words(lookup)),
        ),
    };
    Reason { text, cause }
}

/// What a failure says, without what is another for each call: the request id, the mapping's id
/// and the time that was left.
fn words(failure: &Failure, change: &Change) -> String {
    let text = match failure {
        Failure::OutOfTime { .. } => return "out of time".to_owned(),
        Failure::AskedToWait(_) => return "asked to wait".to_owned(),
        failure => failure.to_string(),
    };
    let around_request = text.split_once(", request ").and_then(|(before, rest)| {
        let (_, after) = rest.split_once(')')?;
        Some(format!("{before}){after}"))
    });
    let text = around_request.unwrap_or(text);
    match change {
        Change::Create(_) => text,
        Change::Update(id, _) | Change::Delete(Mapping { id, .. }) => text.replace(id.as_str(), ""),
    }
}
