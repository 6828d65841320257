//! A fault: which calls it applies to, how often, and what it does to them.

use std::time::Duration;

use super::effect::{Effect, Failure, Moment, Storm};
use crate::answer::Answer;
use crate::error::ServiceError;
use crate::operation::Operation;
use crate::pages;
use crate::request::Request;

/// A fault to be given to [`crate::LocalGateway::inject`].
///
/// Without further words it answers every matching call with a 500, before the
/// work and for ever:
///
/// ```
/// use local_gateway::{Fault, Operation};
/// let fault = Fault::on(Operation::CreateApiMapping).status(429).after_the_work().times(2);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    operations: Operations,
    domain: Option<String>,
    page: Option<usize>,
    skip: u32,
    /// None: for ever.
    pub(super) times: Option<u32>,
    pub(super) moment: Moment,
    pub(super) effect: Effect,
}

/// Which operations a fault applies to.
#[derive(Clone, Debug)]
enum Operations {
    All,
    OfApiGateway,
    These(Vec<Operation>),
}

impl Fault {
    /// Applies to one operation.
    #[must_use]
    pub fn on(operation: Operation) -> Self {
        Self::on_any_of(&[operation])
    }

    /// Applies to any of these operations.
    #[must_use]
    pub fn on_any_of(operations: &[Operation]) -> Self {
        Self { operations: Operations::These(operations.to_vec()), ..Self::on_every_operation() }
    }

    /// Applies to every operation of API Gateway. STS is another service and goes on.
    #[must_use]
    pub fn on_api_gateway() -> Self {
        Self { operations: Operations::OfApiGateway, ..Self::on_every_operation() }
    }

    /// Applies to every operation of API Gateway and of STS.
    #[must_use]
    pub fn on_every_operation() -> Self {
        Self {
            operations: Operations::All,
            domain: None,
            page: None,
            skip: 0,
            times: None,
            moment: Moment::BeforeTheWork,
            effect: Effect::Fail(Failure::error(ServiceError::of_status(500))),
        }
    }

    /// Applies only to calls about this domain name.
    #[must_use]
    pub fn domain(mut self, name: impl Into<String>) -> Self {
        self.domain = Some(name.into());
        self
    }

    /// Applies only to this page of a listing; the first page is 1.
    #[must_use]
    pub fn page(mut self, number: usize) -> Self {
        self.page = Some(number);
        self
    }

    /// Lets this many matching calls pass first.
    #[must_use]
    pub fn skip(mut self, calls: u32) -> Self {
        self.skip = calls;
        self
    }

    /// Applies to this many calls and then no more.
    #[must_use]
    pub fn times(mut self, calls: u32) -> Self {
        self.times = Some(calls);
        self
    }

    /// Applies to one call.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Applies once the work is done: what was asked for has happened, and the
    /// caller is not told so.
    #[must_use]
    pub fn after_the_work(mut self) -> Self {
        self.moment = Moment::AfterTheWork;
        self
    }

    /// Applies before any work is done, which is the default for all faults
    /// but those that lose an answer.
    #[must_use]
    pub fn before_the_work(mut self) -> Self {
        self.moment = Moment::BeforeTheWork;
        self
    }

    /// Answers with the error that usually comes with this status.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        self.answer(ServiceError::of_status(status))
    }

    /// Answers with any status, error type and text.
    #[must_use]
    pub fn error(self, status: u16, error_type: &str, message: &str) -> Self {
        self.answer(ServiceError::new(status, error_type, message))
    }

    /// Answers 429, as if the quota were used up.
    #[must_use]
    pub fn throttle(self) -> Self {
        self.answer(ServiceError::too_many_requests())
    }

    /// Adds a `Retry-After` header to the error chosen before.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        if let Effect::Fail(Failure::Error { retry_after, .. }) = &mut self.effect {
            *retry_after = Some(seconds);
        }
        self
    }

    /// Answers the 409 that is not a duplicate: another change was under way.
    #[must_use]
    pub fn concurrent_modification(self) -> Self {
        self.answer(ServiceError::concurrent_modification())
    }

    /// Answers 403 in the words of IAM, with the caller, action and resource of the call.
    #[must_use]
    pub fn deny(self) -> Self {
        self.fail_with(Failure::Deny)
    }

    /// Answers with this status and nothing else.
    #[must_use]
    pub fn empty_body(self, status: u16) -> Self {
        self.fail_with(Failure::Answer(Answer::of(status, "application/json", "")))
    }

    /// Answers with this status and a page of HTML, as a proxy in between might.
    #[must_use]
    pub fn not_json(self, status: u16) -> Self {
        let page = "<html><head><title>Bad Gateway</title></head><body>nginx</body></html>";
        self.fail_with(Failure::Answer(Answer::of(status, "text/html", page)))
    }

    /// Answers with this status and this text, said to be JSON.
    #[must_use]
    pub fn body(self, status: u16, text: impl Into<String>) -> Self {
        self.fail_with(Failure::Answer(Answer::of(status, "application/json", text.into())))
    }

    /// Takes this much longer, and then goes on as usual.
    #[must_use]
    pub fn delay(self, time: Duration) -> Self {
        self.effect(Effect::Delay(time))
    }

    /// Never answers.
    #[must_use]
    pub fn hang(self) -> Self {
        self.fail_with(Failure::Hang)
    }

    /// Does the work, then closes the connection without a word.
    #[must_use]
    pub fn lose_answer(self) -> Self {
        self.fail_with(Failure::Close).after_the_work()
    }

    /// Does the work, then resets the connection.
    #[must_use]
    pub fn reset(self) -> Self {
        self.fail_with(Failure::Reset).after_the_work()
    }

    /// Does the work, sends half of the answer's body, then resets the
    /// connection. An answer without a body is lost altogether.
    #[must_use]
    pub fn cut_answer(self) -> Self {
        self.fail_with(Failure::Cut).after_the_work()
    }

    /// Fails each matching call with this probability, between 0 and 1: with a 429 before
    /// the work, or with a 500 before or after it. The same seed draws the same lots.
    #[must_use]
    pub fn storm(self, probability: f64, seed: u64) -> Self {
        self.effect(Effect::Storm(Storm { probability, rng: fastrand::Rng::with_seed(seed) }))
    }

    fn answer(self, error: ServiceError) -> Self {
        self.fail_with(Failure::error(error))
    }

    fn fail_with(self, failure: Failure) -> Self {
        self.effect(Effect::Fail(failure))
    }

    fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    fn matches(&self, request: &Request) -> bool {
        let operation = match &self.operations {
            Operations::All => true,
            Operations::OfApiGateway => request.operation.is_api_gateway(),
            Operations::These(operations) => operations.contains(&request.operation),
        };
        operation
            && self.domain.as_deref().is_none_or(|domain| request.domain() == Some(domain))
            && self.page.is_none_or(|page| pages::number(request) == page)
    }

    /// Whether this fault applies to the call; counts the call if so.
    pub(super) fn takes(&mut self, request: &Request) -> bool {
        if self.times == Some(0) || !self.matches(request) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        if let Effect::Storm(storm) = &mut self.effect
            && !storm.is_due()
        {
            return false;
        }
        self.times = self.times.map(|left| left - 1);
        true
    }
}
