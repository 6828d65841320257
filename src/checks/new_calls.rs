//! The calls of Terraform that have begun, for a plan that waits for others.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Terraform comes to its objects several at a time. Where nothing new has begun for so
/// long, what has not been seen is taken for what Terraform does not manage. A machine that is
/// busy with much else may leave Terraform waiting for a second or two.
const QUIET: Duration = Duration::from_secs(3);

/// When a call last began, and which plans wait for others.
#[derive(Debug)]
pub(super) struct NewCalls(watch::Sender<Calls>);

#[derive(Debug)]
struct Calls {
    last: Instant,
    /// How many plans have begun to wait.
    begun: usize,
    /// Those that wait, by their numbers, the longest first.
    waiting: Vec<usize>,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waited {
    /// What was waited for is seen.
    Seen,
    /// Nothing more is expected.
    Quiet,
    /// Terraform comes to nothing more while all objects that it works on wait. The plan that
    /// has waited longest goes on without what it waited for.
    NoPlaceLeft,
}

impl Default for NewCalls {
    fn default() -> Self {
        Self(watch::Sender::new(Calls { last: Instant::now(), begun: 0, waiting: Vec::new() }))
    }
}

impl NewCalls {
    /// Notes that a call has begun, or shown something new.
    pub(super) fn note(&self) {
        self.0.send_modify(|calls| calls.last = Instant::now());
    }

    /// Waits until `is_seen`, until nothing more can be expected to be, or until each of the
    /// `places` that Terraform has for its objects holds one that waits so.
    pub(super) async fn wait_until(&self, places: usize, is_seen: impl Fn() -> bool) -> Waited {
        if is_seen() {
            return Waited::Seen;
        }
        let started = Instant::now();
        let place = Place::of(&self.0);
        let mut calls = self.0.subscribe();
        loop {
            if is_seen() {
                return Waited::Seen;
            }
            let last = {
                let calls = calls.borrow_and_update();
                if calls.waiting.len() >= places && calls.waiting.first() == Some(&place.number) {
                    return Waited::NoPlaceLeft;
                }
                started.max(calls.last)
            };
            tokio::select! {
                biased;
                () = sleep_until(last + QUIET) => return Waited::Quiet,
                Ok(()) = calls.changed() => {}
            }
        }
    }
}

/// The place that an object takes while its plan waits.
struct Place<'c> {
    calls: &'c watch::Sender<Calls>,
    number: usize,
}

impl<'c> Place<'c> {
    fn of(calls: &'c watch::Sender<Calls>) -> Self {
        let mut number = 0;
        calls.send_modify(|calls| {
            calls.begun += 1;
            number = calls.begun;
            calls.waiting.push(number);
        });
        Self { calls, number }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.calls.send_modify(|calls| calls.waiting.retain(|number| *number != self.number));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_seen_is_not_waited_for() {
        let start = Instant::now();
        assert_eq!(NewCalls::default().wait_until(1, || true).await, Waited::Seen);
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_seen_is_waited_for_until_no_call_has_begun_for_a_while() {
        let calls = NewCalls::default();
        tokio::time::advance(Duration::from_secs(60)).await;
        let begins = async {
            for _ in 0..3 {
                tokio::time::sleep(Duration::from_millis(2_900)).await;
                calls.note();
            }
        };
        let start = Instant::now();
        let (waited, ()) = tokio::join!(calls.wait_until(10, || false), begins);
        assert_eq!((waited, start.elapsed()), (Waited::Quiet, Duration::from_millis(11_700)));
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
        let (waited, ()) = tokio::join!(calls.wait_until(10, || is_seen.load(Ordering::Relaxed)), shows);
        assert_eq!((waited, start.elapsed()), (Waited::Seen, Duration::from_millis(200)));
    }

    #[tokio::test(start_paused = true)]
    async fn when_every_place_waits_the_longest_gives_its_own_to_what_comes_next() {
        let (calls, shown) = (NewCalls::default(), AtomicUsize::new(0));
        // Terraform comes to six objects, three at a time. Each waits for the one after it.
        let object = |number: usize| {
            let (calls, shown) = (&calls, &shown);
            async move {
                shown.fetch_add(1, Ordering::Relaxed);
                calls.note();
                calls.wait_until(3, || shown.load(Ordering::Relaxed) > number + 3).await
            }
        };
        let start = Instant::now();
        let worker =
            |numbers: [usize; 2]| async move { (object(numbers[0]).await, object(numbers[1]).await) };
        let (one, two, three) = tokio::join!(worker([0, 3]), worker([1, 4]), worker([2, 5]));
        // The first lets the fourth come, and so on, until no more come.
        let ends = [one.0, two.0, three.0, one.1, two.1, three.1];
        use Waited::{NoPlaceLeft, Quiet};
        assert_eq!(ends, [NoPlaceLeft, NoPlaceLeft, NoPlaceLeft, NoPlaceLeft, Quiet, Quiet]);
        assert_eq!(start.elapsed(), QUIET);
    }
}
