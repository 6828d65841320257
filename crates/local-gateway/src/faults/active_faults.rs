//! All faults in force, and what they do to one call together.

use std::time::Duration;

use super::effect::{Effect, Failure, Moment};
use super::fault::Fault;
use crate::request::Request;

/// What the faults do to one call together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injected {
    pub(crate) delay_before: Duration,
    pub(crate) delay_after: Duration,
    pub(crate) before: Option<Failure>,
    pub(crate) after: Option<Failure>,
}

impl Injected {
    fn fail(&mut self, moment: Moment, failure: Failure) {
        match moment {
            Moment::BeforeTheWork => self.before = Some(failure),
            Moment::AfterTheWork => self.after = Some(failure),
        }
    }

    fn delay(&mut self, moment: Moment, time: Duration) {
        match moment {
            Moment::BeforeTheWork => self.delay_before += time,
            Moment::AfterTheWork => self.delay_after += time,
        }
    }

    fn fails(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }
}

/// The faults in force, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn inject(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults that apply to this call.
    pub(crate) fn on_call(&mut self, request: &Request) -> Injected {
        let mut injected = Injected::default();
        for fault in &mut self.0 {
            let delays = matches!(fault.effect, Effect::Delay(_));
            if (injected.fails() && !delays) || !fault.takes(request) {
                continue;
            }
            match &mut fault.effect {
                Effect::Delay(time) => injected.delay(fault.moment, *time),
                Effect::Fail(failure) => injected.fail(fault.moment, failure.clone()),
                Effect::Storm(storm) => {
                    let (moment, failure) = storm.failure();
                    injected.fail(moment, failure);
                }
            }
        }
        self.0.retain(|fault| fault.times != Some(0));
        injected
    }
}

#[cfg(test)]
mod tests;
