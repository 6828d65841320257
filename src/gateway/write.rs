//! What became of a write that was not answered.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::CallError;
use super::patience::Limit;
use super::wire::ANSWER_TIMEOUT;

/// How long finding out may take, beyond the time that the write itself was given.
const LOOK_UP: Duration = Duration::from_secs(60);

/// Between two looks at a write that may still be under way.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks, and looks again while the write that `said` speaks of may still be under
/// way, until what is there `shows` that it was carried out. Gives back what was
/// seen last.
pub(super) async fn settle<T, F: Future<Output = Result<T, CallError>>>(
    said: &CallError,
    look: impl Fn() -> F,
    shows: impl Fn(&T) -> bool,
) -> Result<T, CallError> {
    let wait = if said.was_cut_off() { ANSWER_TIMEOUT } else { Duration::ZERO };
    let until = Instant::now() + wait;
    let limit = Limit::of(LOOK_UP);
    loop {
        let seen = limit.hold(said.action, look()).await?;
        if shows(&seen) || Instant::now() >= until {
            return Ok(seen);
        }
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::{Action, Failure};
    use super::*;

    async fn looks(failure: Failure, until_it_shows: u32) -> (u32, bool) {
        let said = CallError { action: Action::CreateApiMapping, failure };
        let looks = Cell::new(0);
        let look = || {
            looks.set(looks.get() + 1);
            std::future::ready(Ok(looks.get() >= until_it_shows))
        };
        let seen = settle(&said, look, |done| *done).await;
        (looks.get(), seen.unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_was_given_up_is_looked_for_once() {
        assert_eq!(looks(Failure::TimedOut, 2).await, (1, false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_was_cut_off_is_looked_for_until_it_would_have_been_answered() {
        let cut_off = Failure::OutOfTime(Duration::from_secs(5));
        assert_eq!(looks(cut_off.clone(), 4).await, (4, true));
        assert_eq!(looks(cut_off, 100).await, (11, false));
    }
}
