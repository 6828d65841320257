//! The account's quota as a token bucket: so many requests a second, with a burst.

use std::collections::HashMap;
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

/// A bucket for each Region, which starts full.
#[derive(Debug)]
pub(crate) struct Buckets {
    quota: Quota,
    by_region: HashMap<String, Bucket>,
}

impl Buckets {
    pub(crate) fn new(quota: Quota) -> Self {
        Self { quota, by_region: HashMap::new() }
    }

    /// Takes a token for a call to a Region that arrives `now`; `false` throttles it.
    pub(crate) fn take(&mut self, region: &str, now: Instant) -> bool {
        let new = || Bucket::new(self.quota, now);
        self.by_region.entry(region.to_owned()).or_insert_with(new).take(now)
    }
}

/// A bucket that starts full. A call that finds it empty is throttled and takes nothing.
#[derive(Debug)]
struct Bucket {
    quota: Quota,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    fn new(quota: Quota, now: Instant) -> Self {
        Self { quota, tokens: f64::from(quota.burst), filled: now }
    }

    /// Takes a token for a call that arrives `now`; `false` throttles it.
    fn take(&mut self, now: Instant) -> bool {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn granted(bucket: &mut Bucket, calls: usize, now: Instant) -> usize {
        (0..calls).filter(|_| bucket.take(now)).count()
    }

    #[test]
    fn a_burst_passes_and_then_ten_a_second() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Quota::DOCUMENTED, start);
        assert_eq!(granted(&mut bucket, 100, start), 40);
        assert_eq!(granted(&mut bucket, 100, start + Duration::from_secs(1)), 10);
        assert_eq!(granted(&mut bucket, 100, start + Duration::from_millis(1_250)), 2);
    }

    #[test]
    fn each_region_has_a_quota_of_its_own() {
        let now = Instant::now();
        let mut buckets = Buckets::new(Quota { rate: 10.0, burst: 1 });
        let taken = ["eu-west-1", "eu-west-1", "us-east-1"].map(|region| buckets.take(region, now));
        assert_eq!(taken, [true, false, true]);
    }

    #[test]
    fn rest_saves_no_more_than_a_burst() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Quota::DOCUMENTED, start);
        assert_eq!(granted(&mut bucket, 100, start + Duration::from_secs(3_600)), 40);
    }
}
