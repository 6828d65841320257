//! How an ending reaches the wire: as an answer, or as a broken connection.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use crate::answer::Answer;
use crate::service::Ending;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// Long enough for the first half of a cut answer to leave the machine's buffers.
const BEFORE_THE_CUT: Duration = Duration::from_millis(20);

/// Rides on a response to say that the connection is to break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Close it without a word.
    Close,
    /// Reset it without a word.
    Reset,
    /// Reset it when the body ends, which it does too early.
    ResetAfterBody,
}

/// The response for an ending. The one that never comes is not made here.
pub(crate) fn response(ending: Ending) -> Response {
    match ending {
        Ending::Answer(answer) => with_request_id(answer.into_response()),
        Ending::Cut(answer) => breaking(cut(answer), Break::ResetAfterBody),
        Ending::Close => breaking(Response::default(), Break::Close),
        Ending::Reset | Ending::Never => breaking(Response::default(), Break::Reset),
    }
}

fn breaking(mut response: Response, how: Break) -> Response {
    response.extensions_mut().insert(how);
    response
}

/// Announces the whole body and sends half of it.
fn cut(answer: Answer) -> Response {
    let whole = answer.body.clone();
    let half = whole.slice(..whole.len() / 2);
    let mut response = with_request_id(answer.into_response());
    response.headers_mut().insert(header::CONTENT_LENGTH, whole.len().into());
    let gone = stream::once(async {
        tokio::time::sleep(BEFORE_THE_CUT).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    *response.body_mut() = Body::from_stream(stream::iter([Ok(half)]).chain(gone));
    response
}

fn with_request_id(mut response: Response) -> Response {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = format!("00000000-0000-4000-8000-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
