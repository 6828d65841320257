//! What routes are made of: handlers that give a call to the service.

use std::future::Future;
use std::pin::Pin;

use axum::extract::{RawPathParams, State};
use axum::response::Response;

use crate::incoming_call::IncomingCall;
use crate::operation::Operation;
use crate::operation_function::OperationFunction;
use crate::service::Shared;

type Reply = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The handler of a route that leads to one operation.
pub(crate) fn call(
    operation: Operation,
    work: OperationFunction,
) -> impl Fn(State<Shared>, RawPathParams, axum::extract::Request) -> Reply + Clone + Send + Sync + 'static {
    chosen(move |_| (operation, work))
}

/// The handler of a route where headers or the body name the operation.
pub(crate) fn chosen(
    choose: impl Fn(&IncomingCall) -> (Operation, OperationFunction) + Copy + Send + Sync + 'static,
) -> impl Fn(State<Shared>, RawPathParams, axum::extract::Request) -> Reply + Clone + Send + Sync + 'static {
    move |State(service), names, request| {
        Box::pin(async move {
            let arrived = IncomingCall::read(request, &names).await;
            let (operation, work) = choose(&arrived);
            service.answer(operation, work, arrived).await
        })
    }
}
