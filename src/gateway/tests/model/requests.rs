//! Requests: carried out while their process waits for them, or later.

use super::invariants::Wrong;
use super::process::Call;
use super::service::{Answer, Excuse, Request};
use super::world::World;
use crate::gateway::write::Write;

/// How long a request that is given up may still be carried out, in seconds of waiting.
/// It is ten in the provider, where each of the others is like these.
pub(super) const ANSWER_TIMEOUT: u64 = 2;

impl World {
    /// The service carries a request of `call` out.
    pub(super) fn carry_out(&mut self, call: Call, write: &Write, excuse: Option<Excuse>) -> Answer {
        let process = &self.processes[call.at.process];
        let is_under_way = process.is_under_way(call);
        if let Write::Delete(id) = write
            && self.service.entry(id).is_some()
            && !process.holds(id)
        {
            self.wrong = Some(Wrong::DeletedUnheld);
        }
        let answer = self.service.carry_out(call, write, excuse);
        match (write, &answer) {
            // The key is held now: the other requests of the call come to nothing.
            (Write::Create(_), Ok(_)) => self.forget_requests(call),
            (Write::Update(..), Ok(_)) if !is_under_way && excuse.is_none() => {
                self.wrong = Some(Wrong::SaidToHaveFailed);
            }
            _ => {}
        }
        answer
    }

    /// The request of a call goes on without its process.
    pub(super) fn give_up(&mut self, call: Call, write: Write, excuse: Option<Excuse>) {
        let under_way = &mut self.service.under_way;
        under_way.push(Request { call, write, seconds_left: ANSWER_TIMEOUT, excuse });
        under_way.sort_by_key(|request| (request.call, request.seconds_left));
    }

    /// A request that was given up is carried out.
    pub(super) fn late(&self, number: usize) -> (Call, Self) {
        let mut next = self.clone();
        let Request { call, write, excuse, .. } = next.service.under_way.remove(number);
        // Nothing hears the answer.
        let _ = next.carry_out(call, &write, excuse);
        (call, next)
    }

    /// A second passes for the requests of a call.
    pub(super) fn wait(&mut self, call: Call) {
        self.service.under_way.retain_mut(|request| {
            request.seconds_left -= u64::from(request.call == call);
            request.seconds_left > 0
        });
    }

    /// Nothing comes of the requests of a call any more.
    pub(super) fn forget_requests(&mut self, call: Call) {
        self.service.under_way.retain(|request| request.call != call);
    }
}
