//! How a call comes in: the handlers that routes are made of.

use std::future::Future;
use std::pin::Pin;

use axum::body::to_bytes;
use axum::extract::{RawPathParams, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use bytes::Bytes;

use crate::caller::Caller;
use crate::error::ServiceError;
use crate::operation::Operation;
use crate::operations::{Done, Work, sts};
use crate::request::Request;
use crate::service::Shared;
use crate::world::World;

/// More than any call of the provider sends.
const LARGEST_BODY: usize = 1024 * 1024;

/// A call as it came in.
pub(crate) struct Arrived {
    parts: Parts,
    names: Vec<(String, String)>,
    body: Bytes,
}

impl Arrived {
    async fn read(request: axum::extract::Request, names: &RawPathParams) -> Self {
        let (parts, body) = request.into_parts();
        // A body that cannot be read is judged as an empty one.
        let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
        let names = names.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { parts, names, body }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The call as the operations see it.
    pub(crate) fn into_request(self, operation: Operation, caller: Option<&Caller>) -> Request {
        let uri: &Uri = &self.parts.uri;
        Request {
            operation,
            path: uri.path().to_owned(),
            path_and_query: uri.path_and_query().map_or("", |sent| sent.as_str()).to_owned(),
            names: self.names.into_iter().collect(),
            query: form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect(),
            body: self.body,
            caller: caller.cloned().unwrap_or_else(Caller::anonymous),
            method: self.parts.method,
        }
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
