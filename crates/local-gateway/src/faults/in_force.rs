//! All faults in force, and what they do to one call together.

use std::time::Duration;

use super::effect::{Blow, Effect, Moment};
use super::fault::Fault;
use crate::request::Request;

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
