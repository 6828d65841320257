//! The one loop in which calls are made: wait for the rate limit, make an attempt, and
//! make another one where that helps and there is time. After the run was interrupted no
//! attempt is made, save to find out what became of a write.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use super::attempts::Attempts;
use super::rate_limit::RateLimit;
use super::{Action, CallError, Failure, MayHaveWorked, RefusalKind};

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
    pub(super) may_have_worked: MayHaveWorked,
}

/// Makes calls, at the rate limit and as often as the settings allow.
#[derive(Debug)]
pub(super) struct Retry {
    rate_limit: RateLimit,
    max_attempts: u32,
    interrupted: watch::Receiver<bool>,
}

impl Retry {
    /// At most `max_attempts` attempts at a call, the first one included, and none once
    /// the run is `interrupted`.
    pub(super) fn new(rate_limit: RateLimit, max_attempts: u32, interrupted: watch::Receiver<bool>) -> Self {
        Self { rate_limit, max_attempts: max_attempts.max(1), interrupted }
    }

    /// Ends when the run is interrupted.
    pub(super) async fn interrupted(&self) {
        if self.interrupted.clone().wait_for(|is_interrupted| *is_interrupted).await.is_err() {
            // Nothing can interrupt it any more.
            std::future::pending::<()>().await;
        }
    }

    /// Waits for the time to make an attempt, which may never come.
    async fn wait<T>(&self, deadline: Deadline, work: impl Future<Output = T>) -> Result<T, Failure> {
        self.rate_limit.allows(deadline.end).map_err(Failure::AskedToWait)?;
        tokio::select! {
            biased;
            () = self.interrupted(), if !deadline.is_persistent => Err(Failure::Interrupted),
            waited = deadline.until(work, false) => waited,
        }
    }

    /// Makes attempts until one succeeds, another would not help, or the deadline has
    /// come.
    pub(super) async fn call<T, F: Future<Output = Result<T, Failure>>>(
        &self,
        action: Action,
        deadline: Deadline,
        attempt: impl Fn() -> F,
    ) -> Called<T> {
        let mut attempts = Attempts::at_most((!deadline.is_persistent).then_some(self.max_attempts));
        let made = async {
            loop {
                let number = attempts.made() + 1;
                let acquired = self.wait(deadline, self.rate_limit.acquire(deadline.end)).await?;
                acquired.map_err(Failure::AskedToWait)?;
                let span = tracing::debug_span!("call", operation = %action, attempt = number);
                // Boxed here and below, because the SDK's futures are large and nested deep.
                let request = Box::pin(attempt().instrument(span));
                let failure = match deadline.until(request, true).await {
                    Ok(Ok(answer)) => return Ok(answer),
                    Ok(Err(failure)) | Err(failure) => failure,
                };
                self.slow_down(&failure);
                if !attempts.failed(&failure) {
                    return Err(failure);
                }
                let delay = longest_delay(number).mul_f64(fastrand::f64());
                tracing::debug!(operation = %action, attempt = number, error = %failure, "another attempt follows");
                self.wait(deadline, sleep(delay)).await?;
            }
        };
        let answer = Box::pin(made).await.map_err(|failure| CallError { action, failure });
        Called { answer, may_have_worked: attempts.may_have_worked() }
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
        Retry::new(RateLimit::per_second(None), max_attempts, watch::channel(false).1)
    }

    fn in_an_hour() -> Deadline {
        Deadline::after(Duration::from_secs(60 * 60))
    }

    /// Attempts at a call that always fails like this, and whether it may have worked.
    async fn attempts_at(failure: Failure, max_attempts: u32, deadline: Deadline) -> (u32, MayHaveWorked) {
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
        use MayHaveWorked::{No, Throttled, Unanswered, UnderWay};
        let not_api_gateway = |status| Failure::NotApiGateway { status, with: String::new() };
        for (failure, attempts, may_have_worked) in [
            (refused(RefusalKind::Throttled), 26, Throttled),
            (refused(RefusalKind::ConcurrentChange), 26, No),
            (refused(RefusalKind::ServerError), 7, Unanswered),
            (Failure::UnexpectedAnswer(String::new()), 7, Unanswered),
            (not_api_gateway(200), 7, Unanswered),
            (not_api_gateway(429), 7, Throttled),
            (not_api_gateway(502), 7, UnderWay),
            (not_api_gateway(404), 1, Unanswered),
            (not_api_gateway(403), 1, Unanswered),
            (Failure::NoAnswer, 4, Unanswered),
            (Failure::ConnectionLost(String::new()), 4, UnderWay),
            (Failure::NoConnection(String::new()), 4, No),
            (Failure::NoSuchHost(String::new()), 4, No),
            (Failure::UntrustedCertificate(String::new()), 1, No),
            (refused(RefusalKind::QuotaReached), 1, No),
            (refused(RefusalKind::SessionExpired), 1, No),
            (refused(RefusalKind::Conflict), 1, No),
            (refused(RefusalKind::BadRequest), 1, No),
            (Failure::EndlessListing, 1, No),
            (Failure::NotSent(String::new()), 1, No),
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
        assert_eq!(called.may_have_worked, MayHaveWorked::Unanswered);
        assert!(called.answer.unwrap_err().is_conflict());
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_that_cuts_a_request_off_leaves_open_what_it_did() {
        let deadline = Deadline::after(Duration::from_secs(5));
        let retry = retry(5);
        let called = retry.call(ACTION, deadline, std::future::pending::<Result<(), _>>);
        let called = called.await;
        assert_eq!(called.may_have_worked, MayHaveWorked::UnderWay);
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_to_wait_beyond_the_deadline_ends_a_call_at_once() {
        let wait = Duration::from_secs(60 * 60);
        let deadline = Deadline::after(Duration::from_secs(300));
        let (retry, started) = (retry(5), Instant::now());
        let kind = RefusalKind::Throttled;
        let failure = Failure::Refused { kind, message: String::new(), retry_after: Some(wait) };
        let called = retry.call(ACTION, deadline, || std::future::ready(Err::<(), _>(failure.clone()))).await;
        assert_eq!(called.answer.unwrap_err().failure, Failure::AskedToWait(wait));
        assert_eq!(called.may_have_worked, MayHaveWorked::Throttled);
        // And the calls after it, before they are made.
        let called = retry.call(ACTION, deadline, || std::future::ready(Ok(()))).await;
        assert_eq!(called.answer.unwrap_err().failure, Failure::AskedToWait(wait));
        assert_eq!(called.may_have_worked, MayHaveWorked::No);
        assert_eq!(Instant::now(), started);
    }

    #[tokio::test(start_paused = true)]
    async fn no_attempt_is_made_after_an_interruption_save_to_find_out_about_a_write() {
        let (interrupt, interrupted) = watch::channel(false);
        let retry = Retry::new(RateLimit::per_second(None), 26, interrupted);
        let attempts = Cell::new(0);
        let throttled = || {
            attempts.set(attempts.get() + 1);
            interrupt.send_replace(true);
            std::future::ready(Err::<(), _>(refused(RefusalKind::Throttled)))
        };
        let called = retry.call(ACTION, in_an_hour(), throttled).await;
        assert_eq!(called.answer.unwrap_err().failure, Failure::Interrupted);
        assert_eq!((attempts.get(), called.may_have_worked), (1, MayHaveWorked::Throttled));
        let called = retry.call(ACTION, in_an_hour(), throttled).await;
        assert_eq!(called.answer.unwrap_err().failure, Failure::Interrupted);
        assert_eq!((attempts.get(), called.may_have_worked), (1, MayHaveWorked::No));
        let called = retry.call(ACTION, in_an_hour().persistent(), || std::future::ready(Ok(()))).await;
        assert!(called.answer.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_that_comes_between_two_attempts_ends_the_call_in_time() {
        let deadline = Deadline::after(Duration::from_millis(1));
        let failure = refused(RefusalKind::Throttled);
        let retry = retry(1_000);
        let called = retry.call(ACTION, deadline, || std::future::ready(Err::<(), _>(failure.clone())));
        let called = called.await;
        assert_eq!(called.may_have_worked, MayHaveWorked::Throttled, "of an attempt before");
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
