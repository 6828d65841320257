//! One call from arrival to its end: who calls, is the quota left, what do the
//! ordered faults say, the work, and again the faults.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::to_bytes;
use axum::extract::{RawPathParams, State};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::Response;

use crate::answer::Answer;
use crate::caller::Caller;
use crate::error::ServiceError;
use crate::faults::{Blow, Ending, Faults};
use crate::log::{Log, Outcome};
use crate::operation::Operation;
use crate::operations::{Done, Work, sts};
use crate::policy::Policy;
use crate::quota::{Bucket, Quota};
use crate::request::Request;
use crate::wire;
use crate::world::World;

/// More than any call of the provider sends.
const LARGEST_BODY: usize = 1024 * 1024;

pub(crate) type Shared = Arc<Service>;

/// What all calls share.
pub(crate) struct Service {
    world: Mutex<World>,
    faults: Mutex<Faults>,
    bucket: Mutex<Option<Bucket>>,
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
            bucket: Mutex::default(),
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
        *lock(&self.bucket) = quota.map(|quota| Bucket::new(quota, Instant::now()));
    }

    pub(crate) fn set_policy(&self, policy: Option<Policy>) {
        *lock(&self.policy) = policy;
    }

    async fn answer(&self, operation: Operation, work: Work, arrived: Arrived) -> Response {
        let signed = Caller::of(&arrived.parts.headers);
        let request = arrived.into_request(operation, signed.as_ref().ok());
        let entry = self.log.arrived(&request.0, &request.1);
        let request = request.0;

        let admitted = match signed {
            Err(error) if operation.needs_signature() => Err(Refusal::Error(error)),
            _ => self.admit(&request),
        };
        let throttled = matches!(admitted, Err(Refusal::Throttled));
        let ending = match admitted {
            Ok(()) => self.perform(&request, work).await,
            Err(Refusal::Throttled) => ServiceError::too_many_requests().into_ending(operation),
            Err(Refusal::Error(error)) => error.into_ending(operation),
        };
        let outcome = match &ending {
            Ending::Answer(answer) => Outcome::Answered(answer.status),
            Ending::Cut(_) | Ending::Close | Ending::Reset => Outcome::Broken,
            Ending::Never => std::future::pending().await,
        };
        self.log.ended(entry, outcome, throttled);
        wire::response(ending)
    }

    /// The quota and the policy. Neither is asked about STS, which is another
    /// service and lets everybody ask who they are.
    fn admit(&self, request: &Request) -> Result<(), Refusal> {
        if !request.operation.is_api_gateway() {
            return Ok(());
        }
        if lock(&self.bucket).as_mut().is_some_and(|bucket| !bucket.take(Instant::now())) {
            return Err(Refusal::Throttled);
        }
        if lock(&self.policy).as_ref().is_some_and(|policy| !policy.allows(request)) {
            return Err(Refusal::Error(self.denial(request)));
        }
        Ok(())
    }

    fn denial(&self, request: &Request) -> ServiceError {
        let caller = self.world().identity(&request.caller.access_key).arn;
        ServiceError::access_denied(&caller, &request.action(), &request.resource())
    }

    /// The faults before the work, the work, the faults after it.
    async fn perform(&self, request: &Request, work: Work) -> Ending {
        let blows = self.faults().strike(request);
        tokio::time::sleep(blows.delay_before).await;
        let answer = match blows.before {
            Some(blow) => return self.end(blow, request, Answer::no_content()),
            None => work(&mut self.world(), request),
        };
        let answer = answer.unwrap_or_else(|error| error.into_answer(request.operation));
        tokio::time::sleep(blows.delay_after).await;
        match blows.after {
            Some(blow) => self.end(blow, request, answer),
            None => Ending::Answer(answer),
        }
    }

    fn end(&self, blow: Blow, request: &Request, answer: Answer) -> Ending {
        match blow {
            Blow::End(ending) => ending,
            Blow::Cut if answer.body.is_empty() => Ending::Reset,
            Blow::Cut => Ending::Cut(answer),
            Blow::Deny => self.denial(request).into_ending(request.operation),
            // Delays are slept before, never dealt as blows.
            Blow::Delay(_) => Ending::Answer(answer),
        }
    }
}

impl ServiceError {
    fn into_answer(self, operation: Operation) -> Answer {
        if operation.is_api_gateway() { self.into() } else { sts::error(&self) }
    }

    fn into_ending(self, operation: Operation) -> Ending {
        Ending::Answer(self.into_answer(operation))
    }
}

/// A call as it came in.
struct Arrived {
    parts: Parts,
    names: Vec<(String, String)>,
    body: bytes::Bytes,
}

impl Arrived {
    async fn read(request: axum::extract::Request, names: &RawPathParams) -> Self {
        let (parts, body) = request.into_parts();
        // A body that cannot be read is judged as an empty one.
        let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
        let names = names.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { parts, names, body }
    }

    /// The call as the operations see it, and its path and query as the log shows them.
    fn into_request(self, operation: Operation, caller: Option<&Caller>) -> (Request, String) {
        let uri: &Uri = &self.parts.uri;
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let shown = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
        let request = Request {
            operation,
            path: uri.path().to_owned(),
            names: self.names.into_iter().collect(),
            query,
            body: self.body,
            caller: caller.cloned().unwrap_or_else(Caller::anonymous),
            method: self.parts.method,
        };
        (request, shown)
    }
}

type Reply = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The handler of one route: an operation and its work.
pub(crate) fn call(
    operation: Operation,
    work: Work,
) -> impl Fn(State<Shared>, RawPathParams, axum::extract::Request) -> Reply + Clone + Send + Sync + 'static {
    move |State(service), names, request| {
        Box::pin(async move {
            let arrived = Arrived::read(request, &names).await;
            service.answer(operation, work, arrived).await
        })
    }
}

/// The handler of STS, where the body names the operation.
pub(crate) async fn call_action(
    State(service): State<Shared>,
    names: RawPathParams,
    request: axum::extract::Request,
) -> Response {
    let arrived = Arrived::read(request, &names).await;
    let (operation, work) = sts::operation(&arrived.body);
    service.answer(operation, work, arrived).await
}

/// What answers where no route leads. The service's own answer is unknown.
pub(crate) fn unknown(_: &mut World, request: &Request) -> Done {
    let message = format!("The local endpoint does not know {} {}", request.method, request.path);
    Err(ServiceError::new(404, "UnknownOperationException", message))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
