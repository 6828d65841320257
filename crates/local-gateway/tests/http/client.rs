//! A plain HTTP client that signs as little as the endpoint asks for.

use std::time::Duration;

use local_gateway::LocalGateway;
use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

pub(crate) const MAPPINGS: &str = "/v2/domainnames/api.example.com/apimappings";

/// A client of one gateway.
pub(crate) struct Client {
    agent: Agent,
    url: String,
    authorization: Option<String>,
    target: Option<&'static str>,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) error_type: String,
    pub(crate) content_type: String,
    pub(crate) retry_after: String,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A field of the body as text.
    pub(crate) fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no text in {name}: {self:?}")).to_owned()
    }

    /// Checks an error answer: status, type and text.
    #[track_caller]
    pub(crate) fn refuses(&self, status: u16, error_type: &str, message: &str) {
        assert_eq!((self.status, self.error_type.as_str()), (status, error_type), "{self:?}");
        assert_eq!(self.field("message"), message);
    }
}

impl Client {
    pub(crate) fn of(gateway: &LocalGateway) -> Self {
        Self::with_access_key(gateway, "AKIAEXAMPLE")
    }

    pub(crate) fn with_access_key(gateway: &LocalGateway, access_key: &str) -> Self {
        Self::signing(gateway, access_key, "eu-west-1")
    }

    pub(crate) fn in_region(gateway: &LocalGateway, region: &str) -> Self {
        Self::signing(gateway, "AKIAEXAMPLE", region)
    }

    fn signing(gateway: &LocalGateway, access_key: &str, region: &str) -> Self {
        let credential = format!("{access_key}/20260101/{region}/apigateway/aws4_request");
        let authorization =
            format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00");
        Self { authorization: Some(authorization), ..Self::unsigned(gateway) }
    }

    pub(crate) fn unsigned(gateway: &LocalGateway) -> Self {
        Self { agent: agent(None), url: gateway.url(), authorization: None, target: None }
    }

    /// Calls an operation that the header `X-Amz-Target` names.
    pub(crate) fn call(&self, target: &'static str, body: &Value) -> Reply {
        let (agent, url) = (self.agent.clone(), self.url.clone());
        let named = Self { agent, url, authorization: self.authorization.clone(), target: Some(target) };
        named.post("/", body)
    }

    /// Gives up after a time that no test reaches unless the gateway hangs.
    pub(crate) fn impatient(self) -> Self {
        Self { agent: agent(Some(Duration::from_millis(200))), ..self }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &body.to_string())
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send("PATCH", path, &body.to_string())
    }

    pub(crate) fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, "")
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        self.try_send(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Sends a call that may find its connection broken.
    pub(crate) fn try_send(&self, method: &str, path: &str, body: &str) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        if let Some(target) = self.target {
            request = request.header("x-amz-target", target);
        }
        let mut response = self.agent.run(request.body(body.to_owned()).expect("a request"))?;
        let text = response.body_mut().read_to_string()?;
        let header = |name| {
            response.headers().get(name).map_or("", |value| value.to_str().expect("a text")).to_owned()
        };
        Ok(Reply {
            status: response.status().as_u16(),
            error_type: header("x-amzn-errortype"),
            content_type: header("content-type"),
            retry_after: header("retry-after"),
            text,
        })
    }
}

fn agent(timeout: Option<Duration>) -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).proxy(None);
    // Without a pool, because a pooled connection found closed is tried again unasked.
    config.max_idle_connections(0).timeout_global(timeout).build().into()
}
