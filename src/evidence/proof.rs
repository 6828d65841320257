//! What would prove a finding or a rule.

/// What would prove a finding or a rule. A probe may make several calls; where nothing else is
/// said, the last one asks the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The service refuses what each of these probes asks.
    Refused(&'static [&'static str]),
    /// The service does what each of these probes asks, and what follows from that is told.
    Accepted(&'static [&'static str]),
    /// The service does what each call of these probes asks.
    EachAccepted(&'static [&'static str]),
    /// The service does what each call of these probes asks, and so many items are in the listings
    /// that it answers with.
    Listed(&'static [&'static str], &'static [u64]),
    /// It rests on something else than an answer of the service, and its row says on what.
    NotOfTheService,
}

impl Proof {
    /// The probes.
    pub fn probes(self) -> &'static [&'static str] {
        match self {
            Self::Refused(probes)
            | Self::Accepted(probes)
            | Self::EachAccepted(probes)
            | Self::Listed(probes, _) => probes,
            Self::NotOfTheService => &[],
        }
    }
}
