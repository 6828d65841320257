//! What a probe consists of.

use crate::call::Call;

/// What a probe is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table of probes shows what each is")]
pub enum Topic {
    Keys,
    Duplicates,
    Existence,
    Kinds,
    Domains,
    Levels,
    Listings,
    Updates,
    Deletions,
    BasePaths,
    Quotas,
}

/// One question to the service.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Its name in records, in the table of findings and in the local endpoint's rules.
    pub name: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// What it asks, as a sentence that begins with "Whether", "What", "Which" or "How".
    pub question: &'static str,
    /// What is done, in order. Mappings that it has made are removed after it.
    pub steps: Vec<Step>,
}

/// One step of a probe.
#[derive(Clone, Debug)]
pub enum Step {
    /// What must exist before the question: a call that has to succeed, and is not recorded.
    Given(Call),
    /// What a domain name is set to before the question. As `Given`, and left out where the
    /// same call was the last one of the run with its method and path, because a domain name
    /// is changed once in thirty seconds. The next step begins when the domain name is
    /// available again.
    Set(Call),
    /// A call whose answer is recorded.
    Ask(Call),
    /// Calls made at the same time, each recorded; the answers are sorted.
    AskTogether(Vec<Call>),
    /// The call is made until it is throttled, at most so many times; the throttled answer is
    /// recorded, with the names of its headers.
    AskUntilThrottled(Call, usize),
}

impl Probe {
    /// A probe without steps.
    pub fn new(topic: Topic, name: &'static str, question: &'static str) -> Self {
        Self { name, topic, question, steps: Vec::new() }
    }

    /// And this must exist.
    #[must_use]
    pub fn given(mut self, call: Call) -> Self {
        self.steps.push(Step::Given(call));
        self
    }

    /// And the domain name is set to this.
    #[must_use]
    pub fn set(mut self, call: Call) -> Self {
        self.steps.push(Step::Set(call));
        self
    }

    /// And this must exist, many times.
    #[must_use]
    pub fn given_all(mut self, calls: impl IntoIterator<Item = Call>) -> Self {
        self.steps.extend(calls.into_iter().map(Step::Given));
        self
    }

    /// And this is asked.
    #[must_use]
    pub fn ask(mut self, call: Call) -> Self {
        self.steps.push(Step::Ask(call));
        self
    }

    /// And each of these is asked, one after the other.
    #[must_use]
    pub fn ask_all(mut self, calls: impl IntoIterator<Item = Call>) -> Self {
        self.steps.extend(calls.into_iter().map(Step::Ask));
        self
    }

    /// And all of these are asked at the same time.
    #[must_use]
    pub fn ask_together(mut self, calls: impl IntoIterator<Item = Call>) -> Self {
        self.steps.push(Step::AskTogether(calls.into_iter().collect()));
        self
    }

    /// And this is asked until the quota is used up.
    #[must_use]
    pub fn ask_until_throttled(mut self, call: Call, at_most: usize) -> Self {
        self.steps.push(Step::AskUntilThrottled(call, at_most));
        self
    }
}

impl Step {
    /// The calls that it makes, in order.
    pub fn calls(&self) -> &[Call] {
        match self {
            Self::Given(call) | Self::Set(call) | Self::Ask(call) | Self::AskUntilThrottled(call, _) => {
                std::slice::from_ref(call)
            }
            Self::AskTogether(calls) => calls,
        }
    }

    /// Whether its answers are recorded.
    pub fn asks(&self) -> bool {
        !matches!(self, Self::Given(_) | Self::Set(_))
    }
}

impl Topic {
    /// What the probes of the topic are about, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Keys => "Keys",
            Self::Duplicates => "Duplicates",
            Self::Existence => "What does not exist",
            Self::Kinds => "Kinds of APIs",
            Self::Domains => "Domain names",
            Self::Levels => "Keys with several levels",
            Self::Listings => "Listings",
            Self::Updates => "Updates",
            Self::Deletions => "Deletions",
            Self::BasePaths => "Base paths of version 1",
            Self::Quotas => "Quotas",
        }
    }
}
