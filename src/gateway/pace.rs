//! The pace that all calls of this process keep together.
//!
//! API Gateway allows 10 requests a second with a burst of 40 for everything in an
//! account and region (API Gateway quotas). We keep to that, first come, first
//! served.
//!
//! Two things make our bucket fuller than the account's, and are owed to it. What
//! writes is an apply, and right before it another process of ours has planned, from
//! the same account and another bucket. And the account's bucket begins to refill
//! when our first call has arrived there, not when it left.
//!
//! An answer that says "too many" counts for all calls and not only for the one that
//! got it: it empties our bucket as well, and when it says for how long, nobody calls
//! before that.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::{Instant, sleep_until};

/// The most calls that are made at once after a pause: as many as the quota has room
/// for.
const LARGEST_BURST: u32 = 40;

/// As many calls may be made at once as the pace makes in this many seconds, up to
/// [`LARGEST_BURST`].
const BURST_SECONDS: u32 = 4;

/// The part of a burst that a plan is taken to have spent right before the first
/// write, and the most that is owed for the way of the first call: one in so many.
const SHARE: u32 = 4;

/// What a call does to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// It looks.
    Read,
    /// It creates, changes or deletes.
    Write,
}

/// Calls that were told to wait for the same moment go on within this time after
/// it, each when chance says: never in lock-step.
const SPREAD: Duration = Duration::from_secs(1);

/// The pace that all calls keep together.
#[derive(Clone, Debug)]
pub struct Pace(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// `None` sets no pace.
    bucket: Option<Bucket>,
    /// Whoever holds it is next.
    queue: tokio::sync::Mutex<()>,
    /// The service asked not to be called before this.
    rest: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Bucket {
    limiter: DefaultDirectRateLimiter,
    rate: f64,
    /// A part of the burst.
    share: u32,
    /// What must be taken out before anybody calls.
    owed: AtomicU32,
    has_written: AtomicBool,
    has_heard: AtomicBool,
}

impl Pace {
    /// At most `rate` requests a second after a burst; `None` for no limit.
    #[must_use]
    pub fn per_second(rate: Option<NonZeroU32>) -> Self {
        let bucket = rate.map(Bucket::filled);
        Self(Arc::new(Shared { bucket, queue: tokio::sync::Mutex::default(), rest: Mutex::default() }))
    }

    /// Waits for one's turn.
    pub(super) async fn turn(&self, intent: Intent) {
        let Some(bucket) = &self.0.bucket else { return self.rest().await };
        let _next = self.0.queue.lock().await;
        if intent == Intent::Write && !bucket.has_written.swap(true, Ordering::Relaxed) {
            bucket.owe(bucket.share);
        }
        loop {
            self.rest().await;
            for _ in 0..bucket.owed.swap(0, Ordering::Relaxed) {
                bucket.limiter.until_ready().await;
            }
            bucket.limiter.until_ready().await;
            if self.resting().is_none() {
                return;
            }
        }
    }

    /// Takes to heart what an answer says about the pace, and how long it `took`.
    pub(super) fn heed(&self, answer: &HttpResponse, took: Duration) {
        if let Some(bucket) = &self.0.bucket
            && !bucket.has_heard.swap(true, Ordering::Relaxed)
        {
            bucket.owe(bucket.refilled_in(took).min(bucket.share));
        }
        let status = answer.status().as_u16();
        if let (429 | 503, Some(wait)) = (status, retry_after(answer)) {
            let until = Instant::now() + wait;
            let mut rest = self.lock();
            *rest = Some(rest.map_or(until, |rest| rest.max(until)));
        }
        if status == 429 {
            self.empty();
        }
    }

    /// Waits for as long as the service asked for, and a little.
    async fn rest(&self) {
        while let Some(until) = self.resting() {
            sleep_until(until + SPREAD.mul_f64(fastrand::f64())).await;
            self.empty();
        }
    }

    fn resting(&self) -> Option<Instant> {
        let mut rest = self.lock();
        *rest = rest.filter(|until| *until > Instant::now());
        *rest
    }

    /// What the account's bucket does not hold, ours must not hold either.
    fn empty(&self) {
        if let Some(bucket) = &self.0.bucket {
            (0..LARGEST_BURST).take_while(|_| bucket.limiter.check().is_ok()).for_each(drop);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bucket {
    fn filled(rate: NonZeroU32) -> Self {
        let burst = burst(rate);
        Self {
            limiter: RateLimiter::direct(Quota::per_second(rate).allow_burst(burst)),
            rate: rate.get().into(),
            share: burst.get() / SHARE,
            owed: AtomicU32::new(0),
            has_written: AtomicBool::new(false),
            has_heard: AtomicBool::new(false),
        }
    }

    fn owe(&self, calls: u32) {
        self.owed.fetch_add(calls, Ordering::Relaxed);
    }

    /// The calls, rounded up, that are put in within this time.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of f64 saturates")]
    fn refilled_in(&self, time: Duration) -> u32 {
        (time.as_secs_f64() * self.rate).ceil() as u32
    }
}

fn burst(rate: NonZeroU32) -> NonZeroU32 {
    let largest = NonZeroU32::new(LARGEST_BURST).unwrap_or(rate);
    rate.saturating_mul(NonZeroU32::new(BURST_SECONDS).unwrap_or(rate)).min(largest)
}

/// The seconds that the service asks to wait. (It gives no dates.)
fn retry_after(answer: &HttpResponse) -> Option<Duration> {
    answer.headers().get("retry-after")?.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::body::SdkBody;
    use futures_util::FutureExt;

    use super::*;

    /// How long an answer takes that comes at once.
    const SOON: Duration = Duration::ZERO;

    fn pace(rate: u32) -> Pace {
        Pace::per_second(NonZeroU32::new(rate))
    }

    fn answer(status: u16, retry_after: Option<u64>) -> HttpResponse {
        let mut answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        if let Some(seconds) = retry_after {
            answer.headers_mut().insert("retry-after", seconds.to_string());
        }
        answer
    }

    /// How many calls may be made now, of a hundred.
    fn ready(pace: &Pace) -> usize {
        ready_to(Intent::Read, pace)
    }

    fn ready_to(intent: Intent, pace: &Pace) -> usize {
        (0..100).map_while(|_| tokio::task::unconstrained(pace.turn(intent)).now_or_never()).count()
    }

    #[tokio::test]
    async fn a_burst_passes_and_then_nobody_for_a_moment() {
        assert_eq!(ready(&pace(10)), 40);
        assert_eq!(ready(&pace(2)), 8);
        assert_eq!(ready(&pace(1_000)), 40);
    }

    #[tokio::test]
    async fn the_first_write_pays_for_the_plan_before_it() {
        assert_eq!(ready_to(Intent::Write, &pace(10)), 30);
        assert_eq!(ready_to(Intent::Write, &pace(2)), 6);
        let pace = pace(10);
        assert!(pace.turn(Intent::Read).now_or_never().is_some());
        assert!(pace.turn(Intent::Write).now_or_never().is_some());
        assert!(pace.turn(Intent::Write).now_or_never().is_some());
        assert_eq!(ready(&pace), 40 - 10 - 3);
    }

    #[tokio::test]
    async fn the_way_of_the_first_call_is_paid_for_once_and_within_limits() {
        for (took, owed) in [(0, 0), (5, 1), (250, 3), (9_000, 10)] {
            let pace = pace(10);
            pace.heed(&answer(200, None), Duration::from_millis(took));
            pace.heed(&answer(200, None), Duration::from_millis(500));
            assert_eq!(ready(&pace), 40 - owed, "{took} ms");
        }
    }

    #[tokio::test]
    async fn without_a_limit_everybody_passes() {
        assert_eq!(ready(&pace(0)), 100);
    }

    #[tokio::test]
    async fn a_throttle_ends_the_burst_for_all() {
        let pace = pace(1);
        pace.heed(&answer(429, None), SOON);
        assert_eq!(ready(&pace), 0);
    }

    #[tokio::test]
    async fn other_answers_change_nothing() {
        let pace = pace(1);
        pace.heed(&answer(200, Some(60)), SOON);
        pace.heed(&answer(500, Some(60)), SOON);
        assert_eq!(ready(&pace), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_calls_before_the_time_that_the_service_asked_for() {
        for rate in [0, 10] {
            for status in [429, 503] {
                let pace = pace(rate);
                pace.heed(&answer(status, Some(60)), SOON);
                pace.heed(&answer(status, Some(20)), SOON);
                let asked = Instant::now();
                pace.turn(Intent::Read).await;
                let waited = asked.elapsed();
                assert!(waited >= Duration::from_secs(60), "{status} at {rate}: {waited:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_waited_for_the_same_moment_do_not_go_on_together() {
        let pace = pace(0);
        pace.heed(&answer(429, Some(60)), SOON);
        let calls = futures_util::future::join_all((0..20).map(|_| async {
            pace.turn(Intent::Read).await;
            Instant::now()
        }));
        let mut moments = calls.await;
        moments.dedup();
        assert!(moments.len() > 10, "{moments:?}");
    }
}
