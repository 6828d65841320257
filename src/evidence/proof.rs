//! What would prove a finding or a rule.

/// What would prove a finding or a rule. A probe may make several calls; the last one asks the
/// question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The service refuses what each of these probes asks.
    Refused(&'static [&'static str]),
    /// The service does what each of these probes asks, and what follows from that is told.
    Accepted(&'static [&'static str]),
    /// It rests on something else than an answer of the service, and its row says on what.
    NotOfTheService,
}

impl Proof {
    /// The probes.
    pub fn probes(self) -> &'static [&'static str] {
        match self {
            Self::Refused(probes) | Self::Accepted(probes) => probes,
            Self::NotOfTheService => &[],
        }
    }
}
