//! One call from arrival to its end: who calls, is the quota left, what do the
//! ordered faults say, the work, and again the faults.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::response::Response;

use crate::answer::Answer;
use crate::caller::Caller;
use crate::error::ServiceError;
use crate::faults::{Failure, Faults};
use crate::incoming_call::IncomingCall;
use crate::json_1_1;
use crate::log::{End, Log, Outcome};
use crate::operation::{AwsService, Operation};
use crate::operation_function::OperationFunction;
use crate::policy::Policy;
use crate::quota::{Buckets, Quota};
use crate::request::Request;
use crate::response::Ending;
use crate::rules::table::QUOTA;
use crate::world::World;
use crate::xml;

pub(crate) type Shared = Arc<Service>;

/// What all calls share.
pub(crate) struct Service {
    world: Mutex<World>,
    faults: Mutex<Faults>,
    buckets: Mutex<Option<Buckets>>,
    policy: Mutex<Option<Policy>>,
    log: Log,
}

/// Why a call is refused before any work.
enum Refusal {
    Error(ServiceError),
    Throttled,
}

impl Service {
    pub(crate) fn new(world: World, log: Log) -> Self {
        Self {
            world: Mutex::new(world),
            faults: Mutex::default(),
            buckets: Mutex::default(),
            policy: Mutex::default(),
            log,
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    pub(crate) fn set_quota(&self, quota: Option<Quota>) {
        *lock(&self.buckets) = quota.map(Buckets::new);
    }

    pub(crate) fn set_policy(&self, policy: Option<Policy>) {
        *lock(&self.policy) = policy;
    }

    /// Answers a call, in whatever way it ends.
    pub(crate) async fn answer(
        &self,
        operation: Operation,
        work: OperationFunction,
        arrived: IncomingCall,
    ) -> Response {
        let signed = Caller::of(arrived.headers());
        let request = arrived.into_request(operation, signed.as_ref().ok());
        let entry = self.log.arrived(&request);

        let admitted = match signed {
            Err(error) if operation.needs_signature() => Err(Refusal::Error(error)),
            _ => self.admit(&request),
        };
        let throttled = matches!(admitted, Err(Refusal::Throttled));
        let ending = match admitted {
            Ok(()) => self.perform(&request, work).await,
            Err(Refusal::Throttled) => QUOTA.error(ServiceError::too_many_requests()).into_ending(operation),
            Err(Refusal::Error(error)) => error.into_ending(operation),
        };
        let (outcome, rule) = match &ending {
            Ending::Answer(answer) => (Outcome::Answered(answer.status), answer.rule),
            Ending::Cut(_) | Ending::Close | Ending::Reset => (Outcome::Broken, None),
            Ending::Never => (Outcome::Unanswered, None),
        };
        let Some(response) = ending.into_response() else { return std::future::pending().await };
        self.log.ended(entry, End { outcome, throttled, rule });
        response
    }

    /// The quota, which is that of API Gateway, and the policy. Neither is asked about STS,
    /// which lets every caller ask who it is.
    fn admit(&self, request: &Request) -> Result<(), Refusal> {
        if request.operation.service() == AwsService::Sts {
            return Ok(());
        }
        if request.operation.is_api_gateway() && !self.is_within_quota(&request.caller.region) {
            return Err(Refusal::Throttled);
        }
        match &*lock(&self.policy) {
            Some(policy) if !policy.allows(request, self.world().account()) => {
                Err(Refusal::Error(self.denial(request)))
            }
            _ => Ok(()),
        }
    }

    fn is_within_quota(&self, region: &str) -> bool {
        lock(&self.buckets).as_mut().is_none_or(|buckets| buckets.take(region, Instant::now()))
    }

    fn denial(&self, request: &Request) -> ServiceError {
        let world = self.world();
        let caller = world.identity(&request.caller.access_key).arn;
        ServiceError::access_denied(&caller, &request.action(), &request.resource(world.account()))
    }

    /// The faults before the work, the work, the faults after it.
    async fn perform(&self, request: &Request, work: OperationFunction) -> Ending {
        let injected = self.faults().on_call(request);
        pause(injected.delay_before).await;
        if let Some(failure) = injected.before {
            return self.end(failure, request, Answer::no_content());
        }
        let done = work(self.world().in_region(&request.caller.region), request);
        let answer = done.unwrap_or_else(|error| error.into_answer(request.operation));
        pause(injected.delay_after).await;
        match injected.after {
            Some(failure) => self.end(failure, request, answer),
            None => Ending::Answer(answer),
        }
    }

    /// How a call ends that a fault applies to, in place of `answer`.
    fn end(&self, failure: Failure, request: &Request, answer: Answer) -> Ending {
        match failure {
            Failure::Error { error, retry_after } => {
                Ending::Answer(Answer { retry_after, ..error.into_answer(request.operation) })
            }
            Failure::Deny => self.denial(request).into_ending(request.operation),
            Failure::Answer(instead) => Ending::Answer(instead),
            Failure::Cut if answer.body.is_empty() => Ending::Reset,
            Failure::Cut => Ending::Cut(answer),
            Failure::Close => Ending::Close,
            Failure::Reset => Ending::Reset,
            Failure::Hang => Ending::Never,
        }
    }
}

/// Sleeps, but not at all when there is nothing to sleep: a timer takes a
/// millisecond to find that out.
async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

impl ServiceError {
    fn into_answer(self, operation: Operation) -> Answer {
        let answer = match operation.service() {
            AwsService::ApiGatewayV1 => Answer::error(&self, &self.v1_body()),
            AwsService::ApiGatewayV2 => Answer::error(&self, &self.v2_body()),
            AwsService::Sts => xml::error(&self),
            AwsService::Acm => json_1_1::error(&self),
        };
        Answer { rule: self.rule, ..answer }
    }

    fn into_ending(self, operation: Operation) -> Ending {
        Ending::Answer(self.into_answer(operation))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
