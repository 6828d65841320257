//! Which fault strikes a call, and what that does to it.

use std::time::Duration;

use super::{Effect, Fault, Moment};
use crate::answer::Answer;
use crate::error::ServiceError;
use crate::pages;
use crate::request::Request;

impl Fault {
    fn matches(&self, request: &Request) -> bool {
        let operation = match &self.operations {
            Some(operations) => operations.contains(&request.operation),
            None => request.operation.is_api_gateway(),
        };
        operation
            && self.domain.as_deref().is_none_or(|domain| request.domain() == Some(domain))
            && self.page.is_none_or(|page| pages::number(request) == page)
    }

    /// Whether the call is this fault's to strike; counts it if so.
    fn takes(&mut self, request: &Request) -> bool {
        if self.times == Some(0) || !self.matches(request) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if let Effect::Storm(storm) = &mut self.effect
            && !storm.strikes()
        {
            return false;
        }
        self.times = self.times.map(|left| left - 1);
        true
    }
}

/// What happens to a call in place of its answer.
#[derive(Clone, Debug)]
pub(crate) enum Blow {
    /// It is answered with an error.
    Error { error: ServiceError, retry_after: Option<u64> },
    /// It is denied in the words of IAM.
    Deny,
    /// It is answered with something else.
    Answer(Answer),
    /// Half of its answer is sent.
    Cut,
    /// Its connection is closed.
    Close,
    /// Its connection is reset.
    Reset,
    /// It is never answered.
    Hang,
}

impl Blow {
    pub(super) fn error(error: ServiceError) -> Self {
        Self::Error { error, retry_after: None }
    }
}

/// Errors at random.
#[derive(Clone, Debug)]
pub(super) struct Storm {
    pub(super) probability: f64,
    pub(super) rng: fastrand::Rng,
}

impl Storm {
    fn strikes(&mut self) -> bool {
        self.rng.f64() < self.probability
    }

    fn bolt(&mut self) -> (Moment, Blow) {
        let moment = if self.rng.bool() { Moment::BeforeTheWork } else { Moment::AfterTheWork };
        let status = if self.rng.bool() { 429 } else { 500 };
        (moment, Blow::error(ServiceError::of_status(status)))
    }
}

/// What the faults together do to one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blows {
    pub(crate) delay_before: Duration,
    pub(crate) delay_after: Duration,
    pub(crate) before: Option<Blow>,
    pub(crate) after: Option<Blow>,
}

impl Blows {
    fn strike(&mut self, moment: Moment, blow: Blow) {
        match moment {
            Moment::BeforeTheWork => self.before = Some(blow),
            Moment::AfterTheWork => self.after = Some(blow),
        }
    }

    fn delay(&mut self, moment: Moment, time: Duration) {
        match moment {
            Moment::BeforeTheWork => self.delay_before += time,
            Moment::AfterTheWork => self.delay_after += time,
        }
    }

    fn struck(&self) -> bool {
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

    /// Draws the faults that strike this call.
    pub(crate) fn strike(&mut self, request: &Request) -> Blows {
        let mut blows = Blows::default();
        for fault in &mut self.0 {
            let delays = matches!(fault.effect, Effect::Delay(_));
            if (blows.struck() && !delays) || !fault.takes(request) {
                continue;
            }
            match &mut fault.effect {
                Effect::Delay(time) => blows.delay(fault.moment, *time),
                Effect::Strike(blow) => blows.strike(fault.moment, blow.clone()),
                Effect::Storm(storm) => {
                    let (moment, blow) = storm.bolt();
                    blows.strike(moment, blow);
                }
            }
        }
        self.0.retain(|fault| fault.times != Some(0));
        blows
    }
}

#[cfg(test)]
mod tests;
