//! The calls of Terraform that have begun, for a plan that waits for others.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Terraform comes to its objects several at a time. Where nothing new has begun for so
/// long, what has not been seen is taken for what Terraform does not manage.
const QUIET: Duration = Duration::from_secs(1);

/// When a call last began.
#[derive(Debug)]
pub(super) struct NewCalls(watch::Sender<Instant>);

impl Default for NewCalls {
    fn default() -> Self {
        Self(watch::Sender::new(Instant::now()))
    }
}

impl NewCalls {
    /// Notes that a call has begun, or shown something new.
    pub(super) fn note(&self) {
        self.0.send_replace(Instant::now());
    }

    /// Waits until `is_seen`, or until nothing more can be expected to be.
    pub(super) async fn wait_until(&self, is_seen: impl Fn() -> bool) {
        let mut begun = self.0.subscribe();
        let started = Instant::now();
        while !is_seen() {
            let last = started.max(*begun.borrow_and_update());
            tokio::select! {
                biased;
                () = sleep_until(last + QUIET) => return,
                Ok(()) = begun.changed() => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_seen_is_not_waited_for() {
        let start = Instant::now();
        NewCalls::default().wait_until(|| true).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_seen_is_waited_for_until_no_call_has_begun_for_a_second() {
        let calls = NewCalls::default();
        tokio::time::advance(Duration::from_secs(60)).await;
        let begins = async {
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_millis(900)).await;
                calls.note();
            }
        };
        let start = Instant::now();
        tokio::join!(calls.wait_until(|| false), begins);
        assert_eq!(start.elapsed(), Duration::from_millis(3_700));
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_may_show_what_is_waited_for() {
        let (calls, is_seen) = (NewCalls::default(), AtomicBool::new(false));
        let shows = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            is_seen.store(true, Ordering::Relaxed);
            calls.note();
        };
        let start = Instant::now();
        tokio::join!(calls.wait_until(|| is_seen.load(Ordering::Relaxed)), shows);
        assert_eq!(start.elapsed(), Duration::from_millis(200));
    }
}
