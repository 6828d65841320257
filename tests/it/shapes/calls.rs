//! Calls to a local endpoint, and what was answered.

use std::cell::RefCell;
use std::collections::BTreeSet;

use local_gateway::{LocalGateway, Operation, Rule, Seed};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

use crate::harness::REGION;

/// A call and its answer, as far as a model says something about them.
pub(crate) struct Exchange {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) status: u16,
    /// Empty for a success.
    pub(super) error_type: String,
    pub(super) body: String,
}

impl Exchange {
    /// What a refusal says.
    pub(super) fn message(&self) -> Option<String> {
        let body: Value = serde_json::from_str(&self.body).ok()?;
        body["message"].as_str().filter(|_| !self.error_type.is_empty()).map(str::to_owned)
    }
}

/// A local endpoint in which nothing exists at first, and the calls that it has answered.
pub(crate) struct Calls {
    pub(super) gateway: LocalGateway,
    agent: Agent,
    exchanges: RefCell<Vec<Exchange>>,
}

impl Default for Calls {
    fn default() -> Self {
        let config = Agent::config_builder().http_status_as_error(false).proxy(None);
        Self {
            gateway: LocalGateway::start(Seed::empty()).expect("the local endpoint starts"),
            agent: config.build().into(),
            exchanges: RefCell::default(),
        }
    }
}

impl Calls {
    /// Makes a call that succeeds; gives back the answer.
    #[track_caller]
    pub(super) fn done_by(&self, method: &'static str, path: &str, body: &Value) -> Value {
        let (status, text) = self.ask(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Makes a call that a rule refuses.
    #[track_caller]
    pub(super) fn refused_by(&self, rule: &str, method: &'static str, path: &str, body: &Value) {
        let (status, text) = self.ask(method, path, body);
        let last = self.gateway.calls().pop().expect("the call");
        let by = last.rule.map(Rule::name);
        assert_eq!(by.as_deref(), Some(rule), "{method} {path}: {status} {text}");
    }

    /// Makes a call that the policy in force denies.
    #[track_caller]
    pub(super) fn denied(&self, method: &'static str, path: &str) {
        let (status, text) = self.ask(method, path, &Value::Null);
        assert_eq!(status, 403, "{method} {path}: {text}");
    }

    fn ask(&self, method: &'static str, path: &str, body: &Value) -> (u16, String) {
        let (status, error_type, body) = self.send(method, path, body, None);
        // A path that no operation has is in no model.
        if error_type != "UnknownOperationException" {
            let (path, body) = (path.to_owned(), body.clone());
            self.exchanges.borrow_mut().push(Exchange { method, path, status, error_type, body });
        }
        (status, body)
    }

    /// Makes a call of ACM, whose answers are not held against a model.
    pub(super) fn acm(&self, operation: &str, body: &Value) -> String {
        self.send("POST", "/", body, Some(&format!("CertificateManager.{operation}"))).2
    }

    fn send(&self, method: &str, path: &str, body: &Value, target: Option<&str>) -> (u16, String, String) {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/{REGION}/apigateway/aws4_request, SignedHeaders=host, \
             Signature={:064}",
            0
        );
        let payload = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.gateway.url()))
            .header("authorization", authorization);
        if let Some(target) = target {
            request = request.header("x-amz-target", target);
        }
        let request = request.body(payload).expect("a request");
        let mut response = self.agent.run(request).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let error_type = response.headers().get("x-amzn-errortype");
        let error_type = error_type.map_or("", |value| value.to_str().expect("a text")).to_owned();
        let text = response.body_mut().read_to_string().expect("an answer in text");
        (response.status().as_u16(), error_type, text)
    }

    pub(super) fn exchanges(&self) -> std::cell::Ref<'_, Vec<Exchange>> {
        self.exchanges.borrow()
    }

    /// The operations that succeeded.
    pub(super) fn done(&self) -> BTreeSet<Operation> {
        let calls = self.gateway.calls();
        let done = |status: u16| (200..300).contains(&status);
        calls.iter().filter(|call| call.status().is_some_and(done)).map(|call| call.operation).collect()
    }

    pub(super) fn refusing_rules(&self) -> BTreeSet<&'static Rule> {
        self.gateway.refusing_rules()
    }
}

/// The text of a member.
#[track_caller]
pub(super) fn text(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_else(|| panic!("no {member} in {answer}")).to_owned()
}
