//! Makes APIs and domain names, also when answers are lost on the way.

use std::time::Duration;

use super::domains::Domain;
use super::missing::Missing;
use crate::call::{Call, Method};
use crate::creation::identifier;
use crate::finding;
use crate::reply::Outcome;
use crate::session::{Session, Stop};

/// How often a call is made that is not answered.
const ATTEMPTS: u32 = 3;

/// How often it is asked whether a domain name is available.
const LOOKS: u32 = 30;

/// The states in which a domain name takes no changes.
const UNDER_WAY: [&str; 2] = ["PENDING", "UPDATING"];

/// Makes an API and its stages.
pub(super) async fn api(session: &mut Session, part: &'static str, calls: Vec<Call>) -> Result<(), Missing> {
    let mut calls = calls.into_iter();
    let Some(create) = calls.next() else { return Ok(()) };
    session.handles.forget(part);
    made(session, &create).await?;
    for call in calls {
        made(session, &call).await?;
    }
    Ok(())
}

/// Makes a domain name and waits until it takes changes.
pub(super) async fn domain(session: &mut Session, part: &str, domain: &Domain) -> Result<(), Missing> {
    let path = domain.path();
    if domain.is_foreign {
        // What is not the run's must not be removed with it.
        let look = Call::new("GetDomainName", Method::Get, path.as_str());
        match session.call(&look).await? {
            Outcome::Answered(reply) if reply.says_not_found() => {}
            Outcome::Answered(reply) if reply.is_success() => {
                let why = format!("the domain name {} exists, and only a new one can be used", domain.name());
                return Err(Missing::Impossible(why));
            }
            other => return Err(Missing::answered(&look, &other)),
        }
    }
    session.handles.forget(part);
    made(session, &domain.create).await?;
    if domain.is_soon_available() {
        let id = session.handles.get("private_id").filter(|_| part == "private").map(str::to_owned);
        available(session, &path, id).await?;
    }
    Ok(())
}

/// Waits until a domain name takes changes, or long enough.
///
/// # Errors
/// The run ends.
pub(crate) async fn available(session: &mut Session, path: &str, id: Option<String>) -> Result<(), Stop> {
    let mut look = Call::new("GetDomainName", Method::Get, path);
    if let Some(id) = id {
        look = look.query("domainNameId", id);
    }
    for _ in 0..LOOKS {
        // Where it cannot be looked at, the next call shows whether it is.
        let Outcome::Answered(reply) = session.call(&look).await? else { break };
        let of_version_2 = &reply.body["domainNameConfigurations"][0]["domainNameStatus"];
        let status = of_version_2.as_str().or_else(|| reply.body["domainNameStatus"].as_str());
        if !status.is_some_and(|status| UNDER_WAY.contains(&status)) {
            break;
        }
        session.wait(Duration::from_secs(5)).await?;
    }
    Ok(())
}

/// Makes a call that has to succeed, and binds what it names.
async fn made(session: &mut Session, call: &Call) -> Result<(), Missing> {
    for attempt in 1..=ATTEMPTS {
        let mark = session.ledger.mark();
        match session.call(call).await? {
            Outcome::Answered(reply) if reply.is_success() => {
                if let (Some(handle), Some(id)) = (call.named, identifier(&reply.body)) {
                    session.handles.bind(handle, id);
                }
                return Ok(());
            }
            // Another change is under way, or a call that was not answered has done it: the
            // API is new, so nothing else has. What is not there is missed by the probes.
            Outcome::Answered(reply) if reply.status == 409 && attempt == ATTEMPTS && is_a_part(call) => {
                return Ok(());
            }
            other => {
                if let Some(id) = adopted(session, mark).await? {
                    if let Some(handle) = call.named {
                        session.handles.bind(handle, id);
                    }
                    return Ok(());
                }
                let is_final = match &other {
                    Outcome::Answered(reply) => reply.status != 409,
                    Outcome::Denied(_) => true,
                    Outcome::Throttled(_) | Outcome::Lost(_) => false,
                };
                if is_final || attempt == ATTEMPTS {
                    return Err(Missing::answered(call, &other));
                }
                session.pause(attempt).await?;
            }
        }
    }
    unreachable!("the last attempt returns")
}

/// Whether the call makes a part of an API, such as a stage.
fn is_a_part(call: &Call) -> bool {
    !matches!(call.operation, "CreateApi" | "CreateRestApi" | "CreateDomainName")
}

/// The id of what a call has made whose answer was lost, if it is found by its name.
pub(super) async fn adopted(session: &mut Session, mark: usize) -> Result<Option<String>, Stop> {
    let Some(entry) = session.ledger.since(mark).into_iter().next() else { return Ok(None) };
    let Ok(ids) = finding::ids(session, &entry).await? else { return Ok(None) };
    let Some(id) = ids.into_iter().next() else { return Ok(None) };
    session.ledger.made(entry.number, Some(id.clone()));
    Ok(Some(id))
}
