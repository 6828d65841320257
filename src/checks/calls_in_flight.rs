//! The calls of Terraform that are under way, for a plan that waits for others.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Terraform comes to its objects several at a time. Where nothing new has begun for so
/// long, what has not been seen is taken for what Terraform does not manage.
const QUIET: Duration = Duration::from_secs(1);
/// The same where every call waits like this: nothing but what Terraform begins next can
/// end that.
const QUIET_WHILE_ALL_WAIT: Duration = Duration::from_millis(250);

/// The calls under way.
#[derive(Debug)]
pub(super) struct CallsInFlight(watch::Sender<Counts>);

#[derive(Clone, Copy, Debug)]
struct Counts {
    in_flight: usize,
    waiting: usize,
    /// When something of the state was last seen, or a call last began.
    last_begun: Instant,
}

/// A call under way, until this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Call<'a> {
    calls: &'a CallsInFlight,
    waits: bool,
}

impl Default for CallsInFlight {
    fn default() -> Self {
        Self(watch::Sender::new(Counts { in_flight: 0, waiting: 0, last_begun: Instant::now() }))
    }
}

impl CallsInFlight {
    /// Counts a call.
    pub(super) fn begin(&self) -> Call<'_> {
        self.0.send_modify(|counts| {
            counts.in_flight += 1;
            counts.last_begun = Instant::now();
        });
        Call { calls: self, waits: false }
    }

    /// Notes that something new was seen.
    pub(super) fn note(&self) {
        self.0.send_modify(|counts| counts.last_begun = Instant::now());
    }

    /// Waits until `is_seen`, or until nothing more can be expected to be.
    pub(super) async fn wait_until(&self, is_seen: impl Fn() -> bool) {
        if is_seen() {
            return;
        }
        self.0.send_modify(|counts| counts.waiting += 1);
        let _waits = Call { calls: self, waits: true };
        let mut counts = self.0.subscribe();
        while !is_seen() {
            let Counts { in_flight, waiting, last_begun } = *counts.borrow_and_update();
            let quiet = if waiting >= in_flight { QUIET_WHILE_ALL_WAIT } else { QUIET };
            tokio::select! {
                biased;
                () = sleep_until(last_begun + quiet) => return,
                Ok(()) = counts.changed() => {}
            }
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.calls.0.send_modify(|counts| {
            let count = if self.waits { &mut counts.waiting } else { &mut counts.in_flight };
            *count = count.saturating_sub(1);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// How long a call waits for what is never seen.
    async fn waited(calls: &CallsInFlight) -> Duration {
        let start = Instant::now();
        calls.wait_until(|| false).await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_seen_is_not_waited_for() {
        let calls = CallsInFlight::default();
        let start = Instant::now();
        calls.wait_until(|| true).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_do_not_wait_are_waited_for_until_none_has_begun_for_a_second() {
        let calls = CallsInFlight::default();
        let (_own, _other) = (calls.begin(), calls.begin());
        assert_eq!(waited(&calls).await, QUIET);
    }

    #[tokio::test(start_paused = true)]
    async fn where_all_wait_a_moment_is_enough() {
        let calls = CallsInFlight::default();
        let (_one, _two) = (calls.begin(), calls.begin());
        let (one, two) = tokio::join!(waited(&calls), waited(&calls));
        assert_eq!((one, two), (QUIET_WHILE_ALL_WAIT, QUIET_WHILE_ALL_WAIT));
        drop(calls.begin());
    }

    #[tokio::test(start_paused = true)]
    async fn each_call_that_begins_may_show_what_is_waited_for() {
        let (calls, is_seen) = (Arc::new(CallsInFlight::default()), Arc::new(AtomicBool::new(false)));
        let _own = calls.begin();
        let (others, shown) = (calls.clone(), is_seen.clone());
        tokio::spawn(async move {
            for _ in 0..5 {
                tokio::time::sleep(Duration::from_millis(200)).await;
                drop(others.begin());
            }
            shown.store(true, Ordering::Relaxed);
            others.note();
        });
        let start = Instant::now();
        calls.wait_until(|| is_seen.load(Ordering::Relaxed)).await;
        assert!(is_seen.load(Ordering::Relaxed));
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_is_given_up_is_none() {
        let calls = CallsInFlight::default();
        let (_own, _other) = (calls.begin(), calls.begin());
        let given_up = tokio::time::timeout(Duration::from_millis(10), calls.wait_until(|| false)).await;
        assert!(given_up.is_err());
        calls.note();
        assert_eq!(waited(&calls).await, QUIET);
    }
}
