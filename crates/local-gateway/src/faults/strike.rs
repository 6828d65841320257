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

    /// What this fault does to the call, if it strikes it; counts the strike.
    fn strike(&mut self, request: &Request) -> Option<(Moment, Blow)> {
        if self.times == Some(0) || !self.matches(request) {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        let mut moment = self.moment;
        let blow = match &mut self.effect {
            Effect::Answer(answer) => Blow::End(Ending::Answer(answer.clone())),
            Effect::Deny => Blow::Deny,
            Effect::Delay(time) => Blow::Delay(*time),
            Effect::Hang => Blow::End(Ending::Never),
            Effect::Close => Blow::End(Ending::Close),
            Effect::Reset => Blow::End(Ending::Reset),
            Effect::Cut => Blow::Cut,
            Effect::Storm { probability, rng } => {
                let struck = rng.f64() < *probability;
                let status = if rng.bool() { 429 } else { 500 };
                moment = if rng.bool() { Moment::BeforeTheWork } else { Moment::AfterTheWork };
                if !struck {
                    return None;
                }
                Blow::End(Ending::Answer(ServiceError::of_status(status).into()))
            }
        };
        self.times = self.times.map(|left| left - 1);
        Some((moment, blow.with_retry_after(self.retry_after)))
    }
}

/// How a call ends.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Answer(Answer),
    /// Half of the answer, then a reset.
    Cut(Answer),
    Close,
    Reset,
    Never,
}

/// What a fault does to a call.
#[derive(Clone, Debug)]
pub(crate) enum Blow {
    End(Ending),
    Deny,
    /// Cuts the answer that the work gave.
    Cut,
    Delay(Duration),
}

impl Blow {
    fn with_retry_after(self, seconds: Option<u64>) -> Self {
        match self {
            Self::End(Ending::Answer(answer)) => {
                Self::End(Ending::Answer(Answer { retry_after: seconds, ..answer }))
            }
            other => other,
        }
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
            let ends = blows.before.is_some() || blows.after.is_some();
            if ends && !matches!(fault.effect, Effect::Delay(_)) {
                continue;
            }
            match fault.strike(request) {
                None => {}
                Some((Moment::BeforeTheWork, Blow::Delay(time))) => blows.delay_before += time,
                Some((Moment::AfterTheWork, Blow::Delay(time))) => blows.delay_after += time,
                Some((Moment::BeforeTheWork, blow)) => blows.before = Some(blow),
                Some((Moment::AfterTheWork, blow)) => blows.after = Some(blow),
            }
        }
        self.0.retain(|fault| fault.times != Some(0));
        blows
    }
}

#[cfg(test)]
mod tests;
