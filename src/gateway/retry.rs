//! The one loop in which calls are made: wait for the rate limit, make an attempt, and
//! make another one where that helps and there is time.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use super::rate_limit::RateLimit;
use super::{Action, CallError, Failure, RefusalKind};

/// Retries of a call that the service answered with a failure of its own.
const SERVER_ERROR_RETRIES: u32 = 6;
/// Retries of a call that got no answer: an endpoint that is down either comes back at
/// once or not for minutes.
const NO_ANSWER_RETRIES: u32 = 3;

/// The delay before an attempt is drawn between nothing and this, doubling with each
/// attempt up to [`LONGEST_DELAY`].
const FIRST_DELAY: Duration = Duration::from_millis(300);
const LONGEST_DELAY: Duration = Duration::from_secs(8);

/// When an operation ends, and whether its calls are repeated until then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    limit: Duration,
    end: Instant,
    is_persistent: bool,
}

impl Deadline {
    /// So long from now, or as long as the clock goes.
    pub(super) fn after(limit: Duration) -> Self {
        const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);
        Self { limit, end: Instant::now() + limit.min(FOREVER), is_persistent: false }
    }

    /// With calls that fail repeated until then, however often: for finding out what
    /// became of a write.
    pub(super) fn persistent(self) -> Self {
        Self { is_persistent: true, ..self }
    }

    /// Lets `work` go on until the deadline; `action` is what it waits for.
    pub(super) async fn wait<T>(
        &self,
        action: Action,
        work: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        self.until(work, false).await.unwrap_or_else(|failure| Err(CallError { action, failure }))
    }

    /// Lets `work` go on until the deadline; `in_flight` says whether it is a request.
    async fn until<T>(&self, work: impl Future<Output = T>, in_flight: bool) -> Result<T, Failure> {
        let answer = timeout_at(self.end, work).await;
        answer.map_err(|_| Failure::OutOfTime { limit: self.limit, in_flight })
    }
}

/// What came of a call, retries and all.
#[derive(Debug)]
pub(super) struct Called<T> {
    /// The answer of the last attempt.
    pub(super) answer: Result<T, CallError>,
    /// Whether an attempt failed in a way that leaves open whether the service did the
    /// work.
    pub(super) may_have_worked: bool,
}

/// Makes calls, at the rate limit and as often as the settings allow.
#[derive(Debug)]
pub(super) struct Retry {
    rate_limit: RateLimit,
    max_attempts: u32,
}

impl Retry {
    /// At most `max_attempts` attempts at a call, the first one included.
    pub(super) fn new(rate_limit: RateLimit, max_attempts: u32) -> Self {
        Self { rate_limit, max_attempts: max_attempts.max(1) }
    }

    /// Makes attempts until one succeeds, another would not help, or the deadline has
    /// come.
    pub(super) async fn call<T, F: Future<Output = Result<T, Failure>>>(
        &self,
        action: Action,
        deadline: Deadline,
        attempt: impl Fn() -> F,
    ) -> Called<T> {
        let mut may_have_worked = false;
        let attempts = async {
            // Of the attempts, those whose failures a retry helps only for a while.
            let (mut number, mut failures) = (0_u32, 0);
            loop {
                number += 1;
                deadline.until(self.rate_limit.acquire(), false).await?;
                let span = tracing::debug_span!("call", operation = %action, attempt = number);
                // Boxed, because the SDK's futures are large and nested deep.
                let request = Box::pin(attempt().instrument(span));
                let failure = match deadline.until(request, true).await {
                    Ok(Ok(answer)) => return Ok(answer),
                    Ok(Err(failure)) | Err(failure) => failure,
                };
                may_have_worked |= failure.may_have_worked();
                self.slow_down(&failure);
                let retries = retries(&failure);
                failures += u32::from(retries != u32::MAX);
                let is_given_up = if deadline.is_persistent {
                    retries == 0
                } else {
                    number >= self.max_attempts || failures > retries
                };
                if is_given_up {
                    return Err(failure);
                }
                let delay = longest_delay(number).mul_f64(fastrand::f64());
                tracing::debug!(operation = %action, attempt = number, error = %failure, "another attempt follows");
                deadline.until(sleep(delay), false).await?;
            }
        };
        let answer = attempts.await.map_err(|failure| CallError { action, failure });
        Called { answer, may_have_worked }
    }

    /// What an answer says about the rate holds for all calls.
    fn slow_down(&self, failure: &Failure) {
        let Failure::Refused { kind, retry_after, .. } = failure else { return };
        if *kind == RefusalKind::Throttled {
            self.rate_limit.throttled();
        }
        if let (RefusalKind::Throttled | RefusalKind::ServerError, Some(wait)) = (kind, retry_after) {
            self.rate_limit.pause(*wait);
        }
    }
}

/// How often a failure like this is worth another attempt.
fn retries(failure: &Failure) -> u32 {
    match failure {
        Failure::Refused { kind: RefusalKind::Throttled | RefusalKind::ConcurrentChange, .. } => u32::MAX,
        Failure::Refused { kind: RefusalKind::ServerError, .. }
        | Failure::UnexpectedAnswer
        | Failure::NotApiGateway { status: 200..300 | 500.. } => SERVER_ERROR_RETRIES,
        Failure::NoAnswer | Failure::ConnectionLost(_) | Failure::NoConnection(_) => NO_ANSWER_RETRIES,
        Failure::Refused { .. }
        | Failure::NotApiGateway { .. }
        | Failure::EndlessListing
        | Failure::OutOfTime { .. }
        | Failure::NotSent(_) => 0,
    }
}

/// The longest delay after so many attempts.
fn longest_delay(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    FIRST_DELAY.saturating_mul(doubled).min(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const ACTION: Action = Action::CreateApiMapping;

    fn refused(kind: RefusalKind) -> Failure {
        Failure::Refused { kind, message: String::new(), retry_after: None }
    }

    fn retry(max_attempts: u32) -> Retry {
        Retry::new(RateLimit::per_second(None), max_attempts)
    }

    fn in_an_hour() -> Deadline {
        Deadline::after(Duration::from_secs(60 * 60))
    }

    /// Attempts at a call that always fails like this, and whether it may have worked.
    async fn attempts_at(failure: Failure, max_attempts: u32, deadline: Deadline) -> (u32, bool) {
        let attempts = Cell::new(0);
        let retry = retry(max_attempts);
        let called = retry.call(ACTION, deadline, || {
            attempts.set(attempts.get() + 1);
            std::future::ready(Err::<(), _>(failure.clone()))
        });
        let may_have_worked = called.await.may_have_worked;
        (attempts.get(), may_have_worked)
    }

    #[tokio::test(start_paused = true)]
    async fn each_failure_is_retried_as_often_as_that_helps() {
        for (failure, attempts, may_have_worked) in [
            (refused(RefusalKind::Throttled), 26, true),
            (refused(RefusalKind::ConcurrentChange), 26, false),
            (refused(RefusalKind::ServerError), 7, true),
            (Failure::UnexpectedAnswer, 7, true),
            (Failure::NotApiGateway { status: 200 }, 7, true),
            (Failure::NotApiGateway { status: 502 }, 7, true),
            (Failure::NotApiGateway { status: 404 }, 1, true),
            (Failure::NoAnswer, 4, true),
            (Failure::ConnectionLost(String::new()), 4, true),
            (Failure::NoConnection(String::new()), 4, false),
            (refused(RefusalKind::Conflict), 1, false),
            (refused(RefusalKind::BadRequest), 1, false),
            (Failure::EndlessListing, 1, false),
            (Failure::NotSent(String::new()), 1, false),
        ] {
            assert_eq!(
                attempts_at(failure.clone(), 26, in_an_hour()).await,
                (attempts, may_have_worked),
                "{failure:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn throttles_leave_other_failures_their_retries() {
        let mut failures = vec![refused(RefusalKind::Throttled); 9];
        failures.extend([Failure::NoAnswer, refused(RefusalKind::ServerError), Failure::NoAnswer]);
        let (retry, number) = (retry(26), Cell::new(0));
        let called = retry.call(ACTION, Deadline::after(Duration::from_secs(600)), || {
            let failure = failures.get(number.replace(number.get() + 1)).cloned();
            std::future::ready(failure.map_or(Ok(()), Err))
        });
        assert!(called.await.answer.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_settings_limit_the_attempts() {
        let throttled = refused(RefusalKind::Throttled);
        for (max_attempts, attempts) in [(0, 1), (1, 1), (3, 3)] {
            assert_eq!(attempts_at(throttled.clone(), max_attempts, in_an_hour()).await.0, attempts);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_up_after_a_write_goes_on_until_the_deadline_unless_it_is_refused() {
        let deadline = || in_an_hour().persistent();
        assert!(attempts_at(refused(RefusalKind::ServerError), 1, deadline()).await.0 > 100);
        assert_eq!(attempts_at(refused(RefusalKind::Denied), 1, deadline()).await.0, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
        let failures = [Failure::NoAnswer, refused(RefusalKind::Conflict)];
        let number = Cell::new(0);
        let retry = retry(5);
        let called = retry.call(ACTION, Deadline::after(Duration::from_secs(60)), || {
            let failure = failures[number.replace(number.get() + 1)].clone();
            std::future::ready(Err::<(), _>(failure))
        });
        let called = called.await;
        assert!(called.may_have_worked);
        assert!(called.answer.unwrap_err().is_conflict());
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_that_cuts_a_request_off_leaves_open_what_it_did() {
        let deadline = Deadline::after(Duration::from_secs(5));
        let retry = retry(5);
        let called = retry.call(ACTION, deadline, std::future::pending::<Result<(), _>>);
        let called = called.await;
        assert!(called.may_have_worked);
        assert!(called.answer.unwrap_err().was_cut_off());
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_that_comes_before_the_first_request_leaves_nothing_open() {
        let retry = retry(5);
        retry.rate_limit.pause(Duration::from_secs(60));
        let deadline = Deadline::after(Duration::from_secs(5));
        let called = retry.call(ACTION, deadline, || std::future::ready(Ok(())));
        let called = called.await;
        assert!(!called.may_have_worked);
        assert!(!called.answer.unwrap_err().was_cut_off());
        assert_eq!(deadline.end, Instant::now());
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_that_comes_between_two_attempts_ends_the_call_in_time() {
        let deadline = Deadline::after(Duration::from_millis(1));
        let failure = refused(RefusalKind::Throttled);
        let retry = retry(1_000);
        let called = retry.call(ACTION, deadline, || std::future::ready(Err::<(), _>(failure.clone())));
        let called = called.await;
        assert!(called.may_have_worked, "a throttled attempt came before");
        assert!(matches!(called.answer.unwrap_err().failure, Failure::OutOfTime { in_flight: false, .. }));
        assert_eq!(deadline.end, Instant::now());
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_to_wait_holds_for_other_calls() {
        for kind in [RefusalKind::Throttled, RefusalKind::ServerError] {
            let retry = retry(1);
            let failure =
                Failure::Refused { kind, message: String::new(), retry_after: Some(Duration::from_secs(30)) };
            let deadline = Deadline::after(Duration::from_secs(3_600));
            let failing = || std::future::ready(Err::<(), _>(failure.clone()));
            let started = Instant::now();
            retry.call(ACTION, deadline, failing).await.answer.unwrap_err();
            assert_eq!(started.elapsed(), Duration::ZERO);
            retry.call(ACTION, deadline, || std::future::ready(Ok(()))).await.answer.unwrap();
            assert!(started.elapsed() >= Duration::from_secs(30));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_ends_any_work() {
        let deadline = Deadline::after(Duration::from_secs(5));
        let error = deadline.wait(ACTION, std::future::pending::<Result<(), _>>()).await.unwrap_err();
        assert_eq!(error.to_string(), "CreateApiMapping: the time limit of 5s passed");
        assert!(deadline.wait(ACTION, std::future::ready(Ok(()))).await.is_ok());
        let _ = Deadline::after(Duration::MAX);
    }

    #[test]
    fn delays_double_up_to_eight_seconds() {
        let delays: Vec<_> = [1, 2, 3, 5, 6, 40].map(longest_delay).iter().map(Duration::as_millis).collect();
        assert_eq!(delays, [300, 600, 1_200, 4_800, 8_000, 8_000]);
    }
}
