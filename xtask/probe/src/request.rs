//! A call as it is sent: handles filled, the body as text.

use serde_json::Value;

use crate::call::{Call, Method};
use crate::handles::{Handles, Unbound};

/// The services that a run calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// API Gateway, both of its versions.
    ApiGateway,
    /// ACM, which holds the certificate of the run's domain names.
    Acm,
    /// STS, which knows the account.
    Sts,
}

impl Service {
    /// The name that requests are signed for, which also begins its hosts.
    #[must_use]
    pub(crate) fn signing_name(self) -> &'static str {
        match self {
            Self::ApiGateway => "apigateway",
            Self::Acm => "acm",
            Self::Sts => "sts",
        }
    }
}

impl Method {
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request without its signature.
// No `Debug`: its body may hold the key of a certificate.
#[derive(Clone)]
pub(crate) struct Request {
    /// The service that is asked.
    pub(crate) service: Service,
    /// Another region than the run's.
    pub(crate) region: Option<String>,
    /// Its method.
    pub(crate) method: Method,
    /// Path and query.
    pub(crate) path_and_query: String,
    /// The headers that are signed.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(crate) body: String,
}

impl Request {
    /// A call of API Gateway.
    ///
    /// # Errors
    /// A handle of the call stands for nothing.
    pub(crate) fn of_call(call: &Call, handles: &Handles) -> Result<Self, Unbound> {
        let mut path_and_query = in_url(&handles.fill(&call.path)?);
        if !call.query.is_empty() {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for (name, value) in &call.query {
                query.append_pair(name, &handles.fill(value)?);
            }
            // A plus means a blank only in forms.
            path_and_query.extend(["?", &query.finish().replace('+', "%20")]);
        }
        let body = handles.fill_json(&call.body)?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (service, region, method) = (Service::ApiGateway, None, call.method);
        Ok(Self { service, region, method, path_and_query, headers: headers_of("application/json"), body })
    }

    /// A call of ACM.
    #[must_use]
    pub(crate) fn of_acm(operation: &str, input: &Value) -> Self {
        let mut headers = headers_of("application/x-amz-json-1.1");
        headers.push(("x-amz-target", format!("CertificateManager.{operation}")));
        Self::posted(Service::Acm, headers, input.to_string())
    }

    /// GetCallerIdentity of STS.
    #[must_use]
    pub(crate) fn caller_identity() -> Self {
        let body = "Action=GetCallerIdentity&Version=2011-06-15".to_owned();
        Self::posted(Service::Sts, headers_of("application/x-www-form-urlencoded"), body)
    }

    /// The same in another region.
    #[must_use]
    pub(crate) fn in_region(self, region: &str) -> Self {
        Self { region: Some(region.to_owned()), ..self }
    }

    fn posted(service: Service, headers: Vec<(&'static str, String)>, body: String) -> Self {
        Self { service, region: None, method: Method::Post, path_and_query: "/".to_owned(), headers, body }
    }
}

/// Without `accept`, version 1 of API Gateway answers in another form of JSON.
fn headers_of(content_type: &str) -> Vec<(&'static str, String)> {
    vec![("accept", "application/json".to_owned()), ("content-type", content_type.to_owned())]
}

/// A path with what no URL may hold as percent escapes. A percent sign stays, so that a
/// path can be written with escapes.
fn in_url(path: &str) -> String {
    let mut url = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}?#".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url += &format!("%{byte:02X}");
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::calls;

    #[test]
    fn a_call_becomes_a_request_with_names_and_escapes() {
        let mut handles = Handles::default();
        handles.bind("regional", "regional-1.example.com");
        handles.bind("next", "a+b/c=");
        let asked = calls::list("{regional}").query("maxResults", "1").query("nextToken", "{next}");
        let request = Request::of_call(&asked, &handles).expect("bound");
        assert_eq!(
            request.path_and_query,
            "/v2/domainnames/regional-1.example.com/apimappings?maxResults=1&nextToken=a%2Bb%2Fc%3D"
        );
        assert_eq!(request.body, "");
        let created = calls::create_with("{regional}", json!({ "apiMappingKey": "" }));
        assert_eq!(Request::of_call(&created, &handles).expect("bound").body, r#"{"apiMappingKey":""}"#);
    }

    #[test]
    fn a_handle_that_stands_for_nothing_makes_no_request() {
        let unbound = Request::of_call(&calls::list("{nowhere}"), &Handles::default()).err();
        assert_eq!(unbound, Some(Unbound("nowhere".into())));
    }

    #[test]
    fn a_path_may_hold_what_a_url_may_not() {
        assert_eq!(in_url("/a b/(none)/%20/é"), "/a%20b/(none)/%20/%C3%A9");
    }
}
