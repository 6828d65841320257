//! One run's calls: filled, paced, entered in the ledger, sent, and repeated when the
//! quota refuses them.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use tokio::time::Instant;

use crate::call::Call;
use crate::client::Client;
use crate::creation::{Creation, identifier};
use crate::handles::{Handles, Unbound};
use crate::interrupt::Interrupt;
use crate::ledger::{Kind, Ledger};
use crate::pacing::{Pace, Pacer};
use crate::reply::Outcome;
use crate::request::Request;

/// How often a call is made that the quota refuses.
const ATTEMPTS: u32 = 8;

/// How many calls are made at once to use up the quota.
const AT_ONCE: usize = 20;

/// Why the questions end before the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Ctrl-C, or the request to end.
    Interrupted,
    /// The credentials are no longer good.
    Credentials(String),
    /// A handle of a call stands for nothing, because an earlier call was refused.
    Unbound(String),
}

impl From<Unbound> for Stop {
    fn from(unbound: Unbound) -> Self {
        Self::Unbound(unbound.0)
    }
}

/// Turns a throttling of the endpoint on and off, where that is possible.
pub(crate) type Throttling = Box<dyn Fn(bool)>;

/// A run under way.
// No `Debug`: the client holds credentials.
pub(crate) struct Session {
    /// The names and ids of the run.
    pub(crate) handles: Handles,
    /// What has been made.
    pub(crate) ledger: Ledger,
    client: Client,
    pacer: Pacer,
    interrupt: Option<Interrupt>,
    throttling: Option<Throttling>,
    start: Instant,
}

impl Session {
    /// A run in which nothing has been made.
    #[must_use]
    pub(crate) fn new(client: Client, pacer: Pacer, interrupt: Interrupt) -> Self {
        let (handles, ledger) = (Handles::default(), Ledger::default());
        let (interrupt, throttling, start) = (Some(interrupt), None, Instant::now());
        Self { handles, ledger, client, pacer, interrupt, throttling, start }
    }

    /// With a way to make the endpoint throttle, which one on this machine does only when told.
    #[must_use]
    pub(crate) fn with_throttling(self, throttling: Option<Throttling>) -> Self {
        Self { throttling, ..self }
    }

    /// From now on calls are made although the run has been interrupted: the clean-up's.
    pub(crate) fn ignore_interrupt(&mut self) {
        self.interrupt = None;
    }

    /// Makes a call of API Gateway.
    ///
    /// # Errors
    /// The run ends, or the call cannot be made.
    pub(crate) async fn call(&mut self, call: &Call) -> Result<Outcome, Stop> {
        let request = Request::of_call(call, &self.handles)?;
        let creation = Creation::of(call, &self.handles)?;
        self.send(Pace::of(call), &request, creation.as_ref()).await
    }

    /// Makes a call of any service.
    ///
    /// # Errors
    /// The run ends.
    pub(crate) async fn send(
        &mut self,
        pace: Pace,
        request: &Request,
        creation: Option<&Creation>,
    ) -> Result<Outcome, Stop> {
        for attempt in 1.. {
            let wait = self.pacer.wait(self.start.elapsed(), pace);
            self.wait(wait).await?;
            let entry = self.expect(creation);
            let outcome = sent(&self.client, request).await;
            self.settle(entry, &outcome)?;
            if !matches!(outcome, Outcome::Throttled(_)) || attempt == ATTEMPTS {
                return Ok(outcome);
            }
            self.wait(self.pacer.pause(attempt)).await?;
        }
        unreachable!("the last attempt returns")
    }

    /// Makes calls at the same time. A throttle is not repeated.
    ///
    /// # Errors
    /// The run ends, or a call cannot be made.
    pub(crate) async fn call_together(&mut self, calls: &[Call]) -> Result<Vec<Outcome>, Stop> {
        let mut requests = Vec::new();
        let mut entries = Vec::new();
        for call in calls {
            requests.push(Request::of_call(call, &self.handles)?);
            let creation = Creation::of(call, &self.handles)?;
            entries.push(self.expect(creation.as_ref()));
        }
        let number = u32::try_from(requests.len()).unwrap_or(u32::MAX);
        let wait = self.pacer.wait_for_all(self.start.elapsed(), number);
        self.wait(wait).await?;
        let outcomes = join_all(requests.iter().map(|request| sent(&self.client, request))).await;
        for (entry, outcome) in entries.into_iter().zip(&outcomes) {
            self.settle(entry, outcome)?;
        }
        Ok(outcomes)
    }

    /// Makes the call again and again, several at once, until the quota refuses one: that
    /// outcome, or a denial, or after all calls one without an answer.
    ///
    /// # Errors
    /// The run ends, or the call cannot be made.
    pub(crate) async fn until_throttled(
        &mut self,
        call: &Call,
        at_most: usize,
    ) -> Result<Option<Outcome>, Stop> {
        let request = Request::of_call(call, &self.handles)?;
        self.throttle(true);
        let found = self.repeated(&request, at_most).await;
        self.throttle(false);
        found
    }

    async fn repeated(&mut self, request: &Request, at_most: usize) -> Result<Option<Outcome>, Stop> {
        let mut lost = None;
        let mut made = 0;
        while made < at_most {
            self.wait(Duration::ZERO).await?;
            let number = AT_ONCE.min(at_most - made);
            let outcomes = join_all((0..number).map(|_| sent(&self.client, request))).await;
            made += number;
            for outcome in &outcomes {
                self.settle(None, outcome)?;
            }
            // A throttle is what is asked for, so it comes before a denial.
            let (mut throttled, mut denied) = (None, None);
            for outcome in outcomes {
                match &outcome {
                    Outcome::Answered(_) => {}
                    Outcome::Throttled(_) => throttled = Some(outcome),
                    Outcome::Denied(_) => denied = Some(outcome),
                    Outcome::Lost(_) => lost = Some(outcome),
                }
            }
            if let Some(found) = throttled.or(denied) {
                return Ok(Some(found));
            }
        }
        Ok(lost)
    }

    /// Waits, unless the run is interrupted.
    ///
    /// # Errors
    /// The run is or has been interrupted.
    pub(crate) async fn wait(&mut self, time: Duration) -> Result<(), Stop> {
        let Some(interrupt) = &mut self.interrupt else {
            tokio::time::sleep(time).await;
            return Ok(());
        };
        if interrupt.is_due() {
            return Err(Stop::Interrupted);
        }
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            () = interrupt.wait_for(1) => Err(Stop::Interrupted),
        }
    }

    /// Waits as long as is due after the `attempt`th failure.
    ///
    /// # Errors
    /// The run is or has been interrupted.
    pub(crate) async fn pause(&mut self, attempt: u32) -> Result<(), Stop> {
        self.wait(self.pacer.pause(attempt)).await
    }

    /// Waits before a removal that was refused because the thing is in use.
    ///
    /// # Errors
    /// The run is or has been interrupted.
    pub(crate) async fn wait_while_in_use(&mut self) -> Result<(), Stop> {
        self.wait(self.pacer.while_in_use()).await
    }

    fn throttle(&self, on: bool) {
        if let Some(throttling) = &self.throttling {
            throttling(on);
        }
    }

    fn expect(&mut self, creation: Option<&Creation>) -> Option<(usize, Kind)> {
        creation.map(|creation| (self.ledger.expect(creation.kind, &creation.name), creation.kind))
    }

    /// Writes into the ledger what became of a creation. After a throttle or a lost answer
    /// the thing may exist.
    fn settle(&mut self, entry: Option<(usize, Kind)>, outcome: &Outcome) -> Result<(), Stop> {
        if let Some((number, kind)) = entry.filter(|(_, kind)| !kind.is_part()) {
            match outcome {
                Outcome::Answered(reply) if reply.is_success() => {
                    self.ledger.made(number, id_of(kind, &reply.body));
                }
                Outcome::Answered(_) | Outcome::Denied(_) => self.ledger.gone(number),
                Outcome::Throttled(_) | Outcome::Lost(_) => {}
            }
        }
        match outcome {
            Outcome::Denied(reply) if reply.refuses_credentials() => Err(Stop::Credentials(reply.summary())),
            _ => Ok(()),
        }
    }
}

async fn sent(client: &Client, request: &Request) -> Outcome {
    match client.send(request).await {
        Ok(reply) => reply.into(),
        Err(error) => Outcome::Lost(format!("{error:#}")),
    }
}

/// The id by which a thing is removed; domain names need none but their names.
fn id_of(kind: Kind, body: &Value) -> Option<String> {
    match kind {
        Kind::Domain | Kind::DomainOfVersion1 => None,
        _ => identifier(body),
    }
}
