//! Asks one probe, and leaves the world as it was.

use crate::call::Call;
use crate::creation::identifier;
use crate::finding::why;
use crate::normalise::{answer, in_any_order, throttled};
use crate::probe::{Probe, Step};
use crate::record::{Answer, Observation};
use crate::removal;
use crate::reply::{Outcome, Reply};
use crate::session::{Session, Stop};
use crate::world::{self, Missing, World};

/// How often a probe is asked that is not answered. It begins anew each time: what a call
/// without an answer has done is not known.
const ATTEMPTS: u32 = 3;

/// Asks the probe and removes what it has made.
///
/// # Errors
/// The run ends.
pub(crate) async fn ask(
    session: &mut Session,
    world: &mut World,
    probe: &Probe,
) -> Result<Observation, Stop> {
    let mut reason = String::new();
    for attempt in 1..=ATTEMPTS {
        for part in world::of_probe(probe) {
            match world.ensure(session, part).await {
                Ok(()) => {}
                Err(Missing::Impossible(why)) => {
                    let why = session.handles.free_text(&why);
                    return Ok(absent(format!("{{{part}}} cannot be made: {why}")));
                }
                Err(Missing::Stop(stop)) => return Err(stop),
            }
        }
        let mark = session.ledger.mark();
        let mut asking = Asking { session, world, answers: Vec::new() };
        let ended = asking.steps(probe).await?;
        let answers = asking.answers;
        tidy(session, world, probe, mark).await?;
        match ended {
            End::Complete => return Ok(Observation { answers, ..Observation::default() }),
            End::Absent(why) => return Ok(Observation { answers, ..absent(why) }),
            End::Unanswered(why) => reason = why,
        }
        session.pause(attempt).await?;
    }
    Ok(absent(format!("it was not answered: {reason}")))
}

/// How the steps of a probe end.
enum End {
    Complete,
    /// The rest cannot be asked.
    Absent(String),
    Unanswered(String),
}

fn absent(why: String) -> Observation {
    Observation { absent: Some(why), ..Observation::default() }
}

/// Removes what the probe has made, and waits for the domain name that it has changed.
async fn tidy(session: &mut Session, world: &mut World, probe: &Probe, mark: usize) -> Result<(), Stop> {
    for call in calls(probe).filter(|call| call.operation == "UpdateDomainName") {
        wait_for_domain(session, call).await?;
    }
    for entry in session.ledger.since(mark) {
        // What cannot be removed now stays in the ledger, and is tried again at the end.
        if removal::remove(session, &entry).await?.is_ok() {
            world.note_removed(session, &entry);
        }
    }
    for handle in calls(probe).filter_map(|call| call.named) {
        session.handles.forget(handle);
    }
    Ok(())
}

fn calls(probe: &Probe) -> impl Iterator<Item = &Call> {
    probe.steps.iter().flat_map(Step::calls)
}

/// The steps of a probe under way.
struct Asking<'a> {
    session: &'a mut Session,
    world: &'a mut World,
    answers: Vec<Answer>,
}

/// One step is done, or the probe ends.
type Done = Result<(), End>;

impl Asking<'_> {
    async fn steps(&mut self, probe: &Probe) -> Result<End, Stop> {
        for step in &probe.steps {
            match self.step(step).await {
                Ok(Ok(())) => {}
                Ok(Err(end)) => return Ok(end),
                Err(Stop::Unbound(handle)) => {
                    let why = format!("the answers before name no {{{handle}}}");
                    return Ok(End::Absent(why));
                }
                Err(stop) => return Err(stop),
            }
        }
        Ok(End::Complete)
    }

    async fn step(&mut self, step: &Step) -> Result<Done, Stop> {
        match step {
            Step::Given(call) => self.given(call).await,
            Step::Set(call) if self.world.is_set(call) => Ok(Ok(())),
            Step::Set(call) => {
                let done = self.given(call).await?;
                wait_for_domain(self.session, call).await?;
                Ok(done)
            }
            Step::Ask(call) => self.ask(call).await,
            Step::AskTogether(calls) => self.ask_together(calls).await,
            Step::AskUntilThrottled(call, at_most) => self.until_throttled(call, *at_most).await,
        }
    }

    async fn given(&mut self, call: &Call) -> Result<Done, Stop> {
        let outcome = self.session.call(call).await?;
        Ok(match self.reply(call, outcome) {
            Ok(reply) if reply.is_success() => Ok(()),
            Ok(reply) => {
                let answered = format!("{} was answered {}", call.operation, reply.summary());
                Err(End::Absent(format!(
                    "what it needs was refused: {}",
                    self.session.handles.free_text(&answered)
                )))
            }
            Err(end) => Err(end),
        })
    }

    async fn ask(&mut self, call: &Call) -> Result<Done, Stop> {
        let outcome = self.session.call(call).await?;
        Ok(self
            .reply(call, outcome)
            .map(|reply| self.answers.push(answer(call, &reply, &self.session.handles))))
    }

    async fn ask_together(&mut self, calls: &[Call]) -> Result<Done, Stop> {
        let outcomes = self.session.call_together(calls).await?;
        let mut answers = Vec::new();
        for (call, outcome) in calls.iter().zip(outcomes) {
            match self.reply(call, outcome) {
                Ok(reply) => answers.push(answer(call, &reply, &self.session.handles)),
                Err(end) => return Ok(Err(end)),
            }
        }
        self.answers.extend(in_any_order(answers));
        Ok(Ok(()))
    }

    async fn until_throttled(&mut self, call: &Call, at_most: usize) -> Result<Done, Stop> {
        Ok(match self.session.until_throttled(call, at_most).await? {
            Some(Outcome::Throttled(reply)) => {
                self.answers.push(throttled(call, &reply, &self.session.handles));
                Ok(())
            }
            Some(other) => self.reply(call, other).map(|_| ()),
            None => Err(End::Absent(format!("{at_most} calls were not throttled"))),
        })
    }

    /// The answer, noted: what it names, and what it has changed in the world.
    fn reply(&mut self, call: &Call, outcome: Outcome) -> Result<Reply, End> {
        match outcome {
            Outcome::Answered(reply) => {
                if reply.is_success() {
                    self.world.note(call);
                    if let (Some(handle), Some(id)) = (call.named, identifier(&reply.body)) {
                        self.session.handles.bind(handle, id);
                    }
                }
                Ok(reply)
            }
            Outcome::Denied(reply) => {
                let why = format!("{} is not allowed: {}", call.operation, reply.head());
                Err(End::Absent(self.session.handles.free_text(&why)))
            }
            other => {
                let why = format!("{}: {}", call.operation, why(&other));
                Err(End::Unanswered(self.session.handles.free_text(&why)))
            }
        }
    }
}

async fn wait_for_domain(session: &mut Session, call: &Call) -> Result<(), Stop> {
    match session.handles.fill(&call.path) {
        Ok(path) => world::available(session, &path, None).await,
        Err(_) => Ok(()),
    }
}
