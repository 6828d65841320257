//! A process of this provider: its cache, its share of Terraform's state, and the
//! operations that it carries out.

use crate::gateway::attempts::Attempts;
use crate::gateway::domain_cache::DomainCache;
use crate::gateway::held_keys::DomainWrites;
use crate::gateway::recovery::{Recovery, Step};
use crate::gateway::write::Write;
use crate::gateway::{Mapping, MappingUpdate};
use crate::names::MappingId;

use super::service::{Answer, spec};
use super::shared::Shared;

/// What Terraform asks for; the number is the address in state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    /// Creates key and stage.
    Create(usize, &'static str, &'static str),
    /// Changes it to key and stage.
    Update(usize, &'static str, &'static str),
    Delete(usize),
    Refresh(usize),
    /// Takes the mapping at the key into state.
    Import(usize, &'static str),
    /// The next run: a new process.
    NewRun,
}

/// One write: process, thread and the number of the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Call {
    pub(super) at: At,
    pub(super) op: usize,
}

/// A thread of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) process: usize,
    pub(super) thread: usize,
}

#[derive(Clone, Debug, Hash)]
pub(super) struct Process {
    pub(super) cache: Shared<DomainCache>,
    /// Its writes, as they wait for keys.
    pub(super) writes: DomainWrites,
    /// What is in state, by address.
    pub(super) state: Vec<Option<Mapping>>,
    /// Operations that go on at the same time.
    pub(super) threads: Vec<Thread>,
    /// How often it may still be killed.
    pub(super) kills: u8,
}

/// Operations one after the other.
#[derive(Default, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Thread {
    /// The number of the operation that is next, or under way.
    pub(super) op: usize,
    pub(super) doing: Option<Doing>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Doing {
    Reading(MappingId),
    Writing(Box<Writing>),
}

/// A write under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Writing {
    pub(super) call: Call,
    /// Its number among the writes of the process.
    pub(super) number: usize,
    pub(super) address: usize,
    pub(super) write: Write,
    pub(super) recovery: Recovery,
    pub(super) step: Step,
    pub(super) attempts: Attempts,
    /// The answer to the attempt under way, once the service has carried it out.
    pub(super) answer: Option<Answer>,
    /// An attempt got no answer.
    pub(super) is_unanswered: bool,
    /// An attempt failed in another way than that it was refused.
    pub(super) is_troubled: bool,
}

impl Process {
    pub(super) fn new(state: Vec<Option<Mapping>>, threads: usize, kills: u8) -> Self {
        let threads = vec![Thread::default(); threads];
        let (cache, writes) = (Shared::new(DomainCache::default()), DomainWrites::default());
        Self { cache, writes, state, threads, kills }
    }

    /// The write that an operation comes to, if the state has what it needs.
    pub(super) fn write(&self, op: Op) -> Option<(usize, Write)> {
        let held = |address: usize| self.state[address].as_ref();
        match op {
            Op::Create(address, key, stage) => {
                held(address).is_none().then(|| (address, Write::Create(spec(key, stage))))
            }
            Op::Update(address, key, stage) => {
                let held = held(address)?;
                let spec = spec(key, stage);
                let update = MappingUpdate { new_key: held.key != spec.key, spec };
                Some((address, Write::Update(held.id.clone(), update)))
            }
            Op::Delete(address) => Some((address, Write::Delete(held(address)?.id.clone()))),
            Op::Refresh(_) | Op::Import(..) | Op::NewRun => None,
        }
    }

    pub(super) fn holds(&self, id: &MappingId) -> bool {
        self.state.iter().flatten().any(|held| held.id == *id)
    }

    /// Whether a write of this mapping is under way that does not wait for a key.
    pub(super) fn is_at_work_on(&self, id: &MappingId) -> bool {
        let doing = self.threads.iter().filter_map(|thread| thread.doing.as_ref());
        doing.into_iter().any(|doing| {
            let Doing::Writing(writing) = doing else { return false };
            let is_of_it = matches!(&writing.write, Write::Update(of, _) | Write::Delete(of) if of == id);
            is_of_it && !matches!(writing.step, Step::WaitForKey(_))
        })
    }

    /// Whether the call is under way.
    pub(super) fn is_under_way(&self, call: Call) -> bool {
        let doing = self.threads.iter().filter_map(|thread| thread.doing.as_ref());
        doing.into_iter().any(|doing| matches!(doing, Doing::Writing(writing) if writing.call == call))
    }
}
