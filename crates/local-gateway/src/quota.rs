//! The account's quota as a token bucket: so many requests a second, with a burst.

use std::time::Instant;

/// How many API Gateway calls the account may make.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    /// Requests a second, on average.
    pub rate: f64,
    /// Requests at once, after a rest.
    pub burst: u32,
}

impl Quota {
    /// The documented quota of the control plane: 10 requests a second with a
    /// burst of 40, for the whole account and Region.
    pub const DOCUMENTED: Self = Self { rate: 10.0, burst: 40 };
}

/// A bucket that starts full. A call that finds it empty is throttled and takes nothing.
#[derive(Debug)]
pub(crate) struct Bucket {
    quota: Quota,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    pub(crate) fn new(quota: Quota, now: Instant) -> Self {
        Self { quota, tokens: f64::from(quota.burst), filled: now }
    }

    /// Takes a token for a call that arrives `now`; `false` throttles it.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.tokens = (self.tokens + since * self.quota.rate).min(f64::from(self.quota.burst));
        self.filled = self.filled.max(now);
        let granted = self.tokens >= 1.0;
        if granted {
            self.tokens -= 1.0;
        }
        granted
    }
}
