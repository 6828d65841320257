//! A write is told what came of its step, as `writes` tells it; and what Terraform makes
//! of its end, as the resource does.

use super::invariants;
use super::mistakes::Mistake;
use super::process::{At, Doing, Writing};
use super::service::Excuse;
use super::world::{Rules, World};
use crate::gateway::held_keys::Ended;
use crate::gateway::recovery::{Event, Step};
use crate::gateway::write::{WriteError, WriteResult};

impl World {
    /// A write hears what came of its step, and takes the next one.
    pub(super) fn hears(&mut self, rules: &Rules, at: At, event: Event) {
        let Some(Doing::Writing(mut writing)) = self.thread(at).doing.take() else { return };
        let cache = self.process(at.process).cache.make_mut();
        let mut step = match rules.mistake {
            None => writing.recovery.step(event, cache),
            Some(mistake) => mistake.step(&mut writing, event, cache),
        };
        if let Step::WaitForKey(holder) = &step {
            let holder = holder.clone();
            self.process(at.process).writes.waits(writing.number, holder);
            if rules.mistake == Some(Mistake::NoKeyIsWaitedFor) {
                let cache = self.process(at.process).cache.make_mut();
                step = writing.recovery.step(Event::KeyIsHeld, cache);
            }
        }
        if let Step::Done(result) = step {
            self.ends(rules, &writing, &result);
        } else {
            writing.step = step;
            self.thread(at).doing = Some(Doing::Writing(writing));
        }
    }

    fn ends(&mut self, rules: &Rules, writing: &Writing, result: &WriteResult) {
        let call = writing.call;
        self.wrong = self.wrong.or(invariants::wrong_end(rules, self, writing, result));
        let process = self.process(call.at.process);
        process.writes.end(writing.number, Ended::of(&writing.write, result), result.is_ok());
        let held = &mut process.state[writing.address];
        match result {
            Ok(mapping) => held.clone_from(mapping),
            Err(WriteError::Overtaken { actual, .. }) => *held = Some((**actual).clone()),
            Err(WriteError::KeyTaken { holder, .. } | WriteError::MayBeOwn { holder, .. }) => {
                if let Some(entry) = self.service.entry_mut(&holder.id)
                    && entry.maker.is_some_and(|maker| maker.at.process == call.at.process)
                {
                    entry.excuse = Some(Excuse::Named);
                }
            }
            Err(WriteError::Unclear { .. }) => self.excuse(call, Excuse::Named),
            Err(WriteError::Gone(_) | WriteError::Failed(_)) => {}
        }
        // In the other cases the key is held, or the mapping gone: requests that are under
        // way come to nothing.
        if !matches!(result, Err(WriteError::Unclear { .. } | WriteError::Failed(_))) {
            self.forget_requests(call);
        }
        self.finish(call.at);
    }
}
