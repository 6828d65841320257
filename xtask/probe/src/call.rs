//! One call of API Gateway, as it goes over the wire.
//!
//! Paths, queries and bodies name what exists by handles in braces, such as
//! `{regional}` and `{http}`. A run puts names and ids in their place, and the handles
//! back into the answers.

use serde_json::{Value, json};

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

/// CreateApiMapping of a key.
pub fn create(domain: &str, api: &str, stage: &str, key: &str) -> Call {
    create_with(domain, json!({ "apiId": api, "stage": stage, "apiMappingKey": key }))
}

/// CreateApiMapping with any body.
pub fn create_with(domain: &str, body: Value) -> Call {
    Call::new("CreateApiMapping", Method::Post, format!("/v2/domainnames/{domain}/apimappings")).body(body)
}

/// UpdateApiMapping of a mapping that an earlier call has named.
pub fn update(domain: &str, mapping: &str, body: Value) -> Call {
    Call::new("UpdateApiMapping", Method::Patch, format!("/v2/domainnames/{domain}/apimappings/{mapping}"))
        .body(body)
}

/// GetApiMapping.
pub fn get(domain: &str, mapping: &str) -> Call {
    Call::new("GetApiMapping", Method::Get, format!("/v2/domainnames/{domain}/apimappings/{mapping}"))
}

/// DeleteApiMapping.
pub fn delete(domain: &str, mapping: &str) -> Call {
    Call::new("DeleteApiMapping", Method::Delete, format!("/v2/domainnames/{domain}/apimappings/{mapping}"))
}

/// GetApiMappings, its first page.
pub fn list(domain: &str) -> Call {
    Call::new("GetApiMappings", Method::Get, format!("/v2/domainnames/{domain}/apimappings"))
}
