//! One call of API Gateway, as it goes over the wire.
//!
//! Paths, queries and bodies name what exists by handles in braces, such as
//! `{regional}` and `{http}`. A run puts names and ids in their place, and the handles
//! back into the answers.
//!
//! Besides what the world of a run has there are `{spare}`, a domain name of the run that
//! does not exist, `{certificate}`, the ARN of its certificate, and `{run}`, its name. A domain name's handle
//! in capitals, such as `{REGIONAL}`, is that name in capitals.

use serde_json::Value;

/// The HTTP method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are HTTP's own")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// A call, and what of its answer is of interest.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The operation's name, for the record and for people.
    pub operation: &'static str,
    /// Its method.
    pub method: Method,
    /// The path, with handles.
    pub path: String,
    /// The query, with handles in the values.
    pub query: Vec<(&'static str, String)>,
    /// The body, with handles in its texts; null for none.
    pub body: Value,
    /// The handle that the identifier in the answer gets: the mapping's id, or the token of
    /// the next page.
    pub named: Option<&'static str>,
    /// Whether the items of a listing are recorded as their number alone.
    pub counted: bool,
}

impl Call {
    /// A call without query and body.
    pub fn new(operation: &'static str, method: Method, path: impl Into<String>) -> Self {
        let (path, query) = (path.into(), Vec::new());
        Self { operation, method, path, query, body: Value::Null, named: None, counted: false }
    }

    /// With this body.
    #[must_use]
    pub fn body(self, body: Value) -> Self {
        Self { body, ..self }
    }

    /// With one more parameter in the query.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// What the answer identifies can be named by later calls with this handle.
    #[must_use]
    pub fn named(self, handle: &'static str) -> Self {
        Self { named: Some(handle), ..self }
    }

    /// Of a listing only the number of items is recorded.
    #[must_use]
    pub fn counted(self) -> Self {
        Self { counted: true, ..self }
    }
}
