//! The rate at which all calls of this process are made together.
//!
//! API Gateway allows 10 requests a second with a burst of 40 for everything in an
//! account and region (API Gateway quotas). Calls are made at that rate, first come,
//! first served, after a burst of 30: the rest is for the plan that another process of
//! this provider made right before an apply.
//!
//! A throttle empties the bucket for all calls, and a time that the service asks to
//! wait holds for all. A call that would have to wait beyond its deadline does not wait.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::{Instant, sleep_until};

/// The most calls that are made at once after a pause.
const LARGEST_BURST: u32 = 30;

/// A burst is as many calls as the rate allows in this many seconds, up to
/// [`LARGEST_BURST`].
const BURST_SECONDS: u32 = 3;

/// Calls that waited for the same moment go on at random times within this one after
/// it, so that they do not meet the service all at once.
const SPREAD: Duration = Duration::from_secs(1);

/// The rate that all calls share.
#[derive(Debug)]
pub(super) struct RateLimit {
    /// `None` for no limit.
    bucket: Option<DefaultDirectRateLimiter>,
    /// Held by the call that is next.
    queue: tokio::sync::Mutex<()>,
    /// The service asks not to be called before this.
    not_before: Mutex<Option<Instant>>,
}

impl RateLimit {
    /// At most `rate` requests a second after a burst; `None` for no limit.
    pub(super) fn per_second(rate: Option<NonZeroU32>) -> Self {
        let bucket = rate.map(|rate| RateLimiter::direct(Quota::per_second(rate).allow_burst(burst(rate))));
        Self { bucket, queue: tokio::sync::Mutex::default(), not_before: Mutex::default() }
    }

    /// Waits until a call may be made that has to be made by `end`.
    ///
    /// # Errors
    /// How long the service asks to wait, when that is beyond the end.
    pub(super) async fn acquire(&self, end: Instant) -> Result<(), Duration> {
        loop {
            while let Some(time) = self.not_before() {
                self.allows(end)?;
                sleep_until(time + SPREAD.mul_f64(fastrand::f64())).await;
            }
            let Some(bucket) = &self.bucket else { return Ok(()) };
            let _next = self.queue.lock().await;
            bucket.until_ready().await;
            if self.not_before().is_none() {
                return Ok(());
            }
        }
    }

    /// Whether calls may be made before `end`.
    ///
    /// # Errors
    /// How long the service asks to wait, in whole seconds, when they may not.
    pub(super) fn allows(&self, end: Instant) -> Result<(), Duration> {
        match self.not_before() {
            Some(time) if time >= end => {
                let wait = time.saturating_duration_since(Instant::now());
                Err(Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)))
            }
            _ => Ok(()),
        }
    }

    /// Notes that the service refused a call because there were too many.
    pub(super) fn throttled(&self) {
        if let Some(bucket) = &self.bucket {
            (0..LARGEST_BURST).take_while(|_| bucket.check().is_ok()).for_each(drop);
        }
    }

    /// Makes no call for this long from now, or for as long as was asked before; for a year
    /// at most, which any clock can hold.
    pub(super) fn pause(&self, wait: Duration) {
        const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
        let time = Instant::now() + wait.min(YEAR);
        let mut not_before = self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
        *not_before = not_before.max(Some(time));
    }

    /// The moment before which no call is made, when it is not past.
    fn not_before(&self) -> Option<Instant> {
        let not_before = self.not_before.lock().unwrap_or_else(PoisonError::into_inner);
        not_before.filter(|time| *time > Instant::now())
    }
}

fn burst(rate: NonZeroU32) -> NonZeroU32 {
    let largest = NonZeroU32::new(LARGEST_BURST).unwrap_or(rate);
    rate.saturating_mul(NonZeroU32::new(BURST_SECONDS).unwrap_or(rate)).min(largest)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn limit(rate: u32) -> RateLimit {
        RateLimit::per_second(NonZeroU32::new(rate))
    }

    fn in_an_hour() -> Instant {
        Instant::now() + Duration::from_secs(60 * 60)
    }

    /// How many calls may be made now, of a hundred.
    fn ready(limit: &RateLimit) -> usize {
        (0..100).map_while(|_| tokio::task::unconstrained(limit.acquire(in_an_hour())).now_or_never()).count()
    }

    #[tokio::test]
    async fn a_burst_passes_at_once() {
        assert_eq!(ready(&limit(10)), 30);
        assert_eq!(ready(&limit(2)), 6);
        assert_eq!(ready(&limit(1_000)), 30);
    }

    #[tokio::test]
    async fn without_a_limit_every_call_passes() {
        assert_eq!(ready(&limit(0)), 100);
    }

    #[tokio::test]
    async fn a_throttle_empties_the_bucket() {
        let limit = limit(1);
        limit.throttled();
        assert_eq!(ready(&limit), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn no_call_is_made_before_the_longest_time_that_the_service_asked_for() {
        for rate in [0, 10] {
            let limit = limit(rate);
            limit.pause(Duration::from_secs(60));
            limit.pause(Duration::from_secs(20));
            assert_eq!(ready(&limit), 0);
            let asked = Instant::now();
            limit.acquire(in_an_hour()).await.unwrap();
            let waited = asked.elapsed();
            assert!(waited >= Duration::from_secs(60), "at {rate}: {waited:?}");
            assert!(waited <= Duration::from_secs(61), "at {rate}: {waited:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_does_not_wait_for_a_time_beyond_its_deadline() {
        for rate in [0, 10] {
            for asked in [Duration::from_secs(60 * 60), Duration::MAX] {
                let limit = limit(rate);
                limit.pause(asked);
                let now = Instant::now();
                let wait = limit.acquire(now + Duration::from_secs(300)).await.unwrap_err();
                assert!(wait >= Duration::from_secs(60 * 60), "{wait:?}");
                assert_eq!(Instant::now(), now);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_waited_for_the_same_moment_do_not_go_on_together() {
        let limit = limit(0);
        limit.pause(Duration::from_secs(60));
        let calls = futures_util::future::join_all((0..20).map(|_| async {
            limit.acquire(in_an_hour()).await.unwrap();
            Instant::now()
        }));
        let mut moments = calls.await;
        moments.dedup();
        assert!(moments.len() > 10, "{moments:?}");
    }
}
