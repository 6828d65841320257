//! What exists of the world, and what cannot.

use std::collections::{BTreeMap, BTreeSet};

use super::domains::{self, Edge};
use super::missing::Missing;
use super::needs::of_call;
use super::{apis, certificate, making};
use crate::call::Call;
use crate::ledger::{Entry, Kind};
use crate::session::Session;

/// A domain name that probes make themselves.
const SPARE: &str = "spare";

/// What exists, and what cannot.
#[derive(Clone, Debug)]
pub(crate) struct World {
    run: String,
    edge: Edge,
    made: BTreeSet<&'static str>,
    impossible: BTreeMap<&'static str, String>,
    /// The last change of each domain name that a probe has made.
    changes: BTreeMap<String, Call>,
}

impl World {
    /// A world in which nothing exists. `run` is the name that everything in it carries.
    #[must_use]
    pub(crate) fn new(run: &str, edge: Edge) -> Self {
        let (made, impossible, changes) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        Self { run: run.to_owned(), edge, made, impossible, changes }
    }

    /// Gives a name to the domain name that does not exist.
    pub(crate) fn bind_names(&self, session: &mut Session) {
        bind_domain(session, SPARE, &domains::name_of(SPARE, &self.run));
    }

    /// Makes this part of the world, unless it is there.
    ///
    /// # Errors
    /// It cannot be made, or the run ends.
    pub(crate) async fn ensure(&mut self, session: &mut Session, part: &'static str) -> Result<(), Missing> {
        if self.made.contains(part) {
            return Ok(());
        }
        if let Some(why) = self.impossible.get(part) {
            return Err(Missing::Impossible(why.clone()));
        }
        let made = Box::pin(self.make(session, part)).await;
        match &made {
            Ok(()) => {
                self.made.insert(part);
                self.changes.retain(|_, call| !of_call(call).contains(&part));
            }
            Err(Missing::Impossible(why)) => {
                self.impossible.insert(part, why.clone());
            }
            Err(Missing::Stop(_)) => {}
        }
        made
    }

    async fn make(&mut self, session: &mut Session, part: &'static str) -> Result<(), Missing> {
        if part == certificate::HANDLE {
            return certificate::import(session, &self.run).await;
        }
        if let Some(calls) = apis::calls(part, &self.run) {
            return making::api(session, part, calls).await;
        }
        let domain = domains::domain(part, &self.run, &self.edge)?;
        if domain.needs_certificate() {
            self.ensure(session, certificate::HANDLE).await?;
        }
        making::domain(session, part, &domain).await?;
        bind_domain(session, part, domain.name());
        Ok(())
    }

    /// Whether the last change of the domain name was this very call.
    #[must_use]
    pub(crate) fn is_set(&self, call: &Call) -> bool {
        self.changes.get(&call.path) == Some(call)
    }

    /// Notes a call that succeeded: it may have changed the world, or taken away a part of it.
    pub(crate) fn note(&mut self, call: &Call) {
        match call.operation {
            "UpdateDomainName" => {
                self.changes.insert(call.path.clone(), call.clone());
            }
            "DeleteApi" | "DeleteRestApi" | "DeleteStage" | "DeleteDomainName" => {
                for part in of_call(call) {
                    self.made.remove(part);
                }
            }
            _ => {}
        }
    }

    /// Notes that what a probe had made is removed: it may have had the name of a part of the world.
    pub(crate) fn note_removed(&mut self, session: &Session, entry: &Entry) {
        if matches!(entry.kind, Kind::Domain | Kind::DomainOfVersion1) {
            self.made.retain(|part| session.handles.get(part) != Some(entry.name.as_str()));
        }
    }
}

fn bind_domain(session: &mut Session, part: &str, name: &str) {
    session.handles.bind(part, name);
    session.handles.bind(&part.to_uppercase(), name.to_uppercase());
}
