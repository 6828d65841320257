//! How a call ends: with an answer, or with a broken connection.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use crate::answer::Answer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// Long enough for the first half of a cut answer to leave the machine's buffers.
const BEFORE_THE_CUT: Duration = Duration::from_millis(20);

/// How a call ends.
#[derive(Debug)]
pub(crate) enum Ending {
    Answer(Answer),
    /// Half of the answer, then a reset.
    Cut(Answer),
    Close,
    Reset,
    Never,
}

/// Marks a response to say that the connection is to break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Close it without a word.
    Close,
    /// Reset it without a word.
    Reset,
    /// Reset it when the body ends, which it does too early.
    ResetAfterBody,
}

impl Ending {
    /// The response, or none if the call is never answered.
    pub(crate) fn into_response(self) -> Option<Response> {
        Some(match self {
            Ending::Answer(answer) => with_request_id(answer.into_response()),
            Ending::Cut(answer) => breaking(cut(answer), Break::ResetAfterBody),
            Ending::Close => breaking(Response::default(), Break::Close),
            Ending::Reset => breaking(Response::default(), Break::Reset),
            Ending::Never => return None,
        })
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
