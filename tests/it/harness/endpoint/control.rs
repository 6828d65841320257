//! Puts things into an account and looks at them behind Terraform's back, over
//! the same HTTP interface on every endpoint.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::harness::REGION;

/// The protocol of a v2 API.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Protocol {
    WebSocket,
    Http,
}

/// A mapping as the service shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mapping {
    pub(crate) api_mapping_id: String,
    pub(crate) api_id: String,
    pub(crate) stage: String,
    #[serde(default)]
    pub(crate) api_mapping_key: String,
}

pub(crate) struct Control {
    url: String,
    account: String,
    region: String,
    agent: Agent,
}

impl Control {
    pub(crate) fn new(url: &str, account: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).proxy(None).build();
        Self {
            url: url.trim_end_matches('/').to_owned(),
            account: account.to_owned(),
            region: REGION.to_owned(),
            agent: config.into(),
        }
    }

    /// The same account in another region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { region: region.to_owned(), ..Self::new(&self.url, &self.account) }
    }

    /// The endpoint's address, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The account id, which serves as access key id too: ministack tells
    /// accounts apart by it.
    pub(crate) fn account(&self) -> &str {
        &self.account
    }

    pub(crate) fn create_domain(&self, name: &str) {
        let configuration = json!({"endpointType": "REGIONAL", "securityPolicy": "TLS_1_2",
            "certificateArn": format!("arn:aws:acm:{}:{}:certificate/c", self.region, self.account)});
        self.call(
            "POST",
            "/v2/domainnames",
            &json!({"domainName": name, "domainNameConfigurations": [configuration]}),
        );
    }

    /// Makes a domain name, as the service takes it.
    pub(crate) fn create_domain_as(&self, body: &Value) {
        self.call("POST", "/v2/domainnames", body);
    }

    /// A domain name, as the service shows it.
    pub(crate) fn domain(&self, name: &str) -> Value {
        self.call("GET", &format!("/v2/domainnames/{name}"), &Value::Null)
    }

    pub(crate) fn delete_domain(&self, name: &str) {
        self.call("DELETE", &format!("/v2/domainnames/{name}"), &Value::Null);
    }

    /// Makes an API with these stages and returns its id.
    pub(crate) fn create_api(&self, name: &str, protocol: Protocol, stages: &[&str]) -> String {
        let body = match protocol {
            Protocol::WebSocket => {
                json!({"name": name, "protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action"})
            }
            Protocol::Http => json!({"name": name, "protocolType": "HTTP"}),
        };
        let api = self.call("POST", "/v2/apis", &body);
        let id = api["apiId"].as_str().expect("an API has an id").to_owned();
        for stage in stages {
            self.call("POST", &format!("/v2/apis/{id}/stages"), &json!({"stageName": stage}));
        }
        id
    }

    /// Makes a REST API, through version 1 of the service, and returns its id.
    pub(super) fn create_rest_api(&self, name: &str, stages: &[&str]) -> String {
        let api = self.call("POST", "/restapis", &json!({"name": name}));
        let id = api["id"].as_str().expect("an API has an id").to_owned();
        for stage in stages {
            self.call("POST", &format!("/restapis/{id}/deployments"), &json!({"stageName": stage}));
        }
        id
    }

    /// Makes a mapping and returns its id.
    #[track_caller]
    pub(crate) fn create_mapping(&self, domain: &str, api: &str, stage: &str, key: &str) -> String {
        self.try_create_mapping(domain, api, stage, key)
            .unwrap_or_else(|refusal| panic!("no mapping on {domain}: {refusal:?}"))
    }

    /// Asks for a mapping; gives back its id, or how it was refused.
    ///
    /// # Errors
    /// The status and the words of the refusal.
    pub(crate) fn try_create_mapping(
        &self,
        domain: &str,
        api: &str,
        stage: &str,
        key: &str,
    ) -> Result<String, (u16, String)> {
        let body = json!({"apiId": api, "stage": stage, "apiMappingKey": key});
        let (status, text) = self.ask("POST", &format!("/v2/domainnames/{domain}/apimappings"), &body);
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        match answer["apiMappingId"].as_str() {
            Some(id) if status == 201 => Ok(id.to_owned()),
            _ => Err((status, text)),
        }
    }

    /// Changes what `body` names of a mapping; `apiId` is always needed.
    pub(crate) fn update_mapping(&self, domain: &str, id: &str, body: &Value) {
        self.call("PATCH", &format!("/v2/domainnames/{domain}/apimappings/{id}"), body);
    }

    pub(crate) fn delete_mapping(&self, domain: &str, id: &str) {
        self.call("DELETE", &format!("/v2/domainnames/{domain}/apimappings/{id}"), &Value::Null);
    }

    /// All mappings of a domain.
    pub(crate) fn mappings(&self, domain: &str) -> Vec<Mapping> {
        let mut found = Vec::new();
        let mut token = String::new();
        loop {
            let page =
                self.call("GET", &format!("/v2/domainnames/{domain}/apimappings{token}"), &Value::Null);
            let items = page["items"].as_array().cloned().unwrap_or_default();
            found.extend(items.into_iter().map(|item| {
                serde_json::from_value::<Mapping>(item).expect("a mapping with the service's fields")
            }));
            match page["nextToken"].as_str() {
                Some(next) => token = format!("?nextToken={}", utf8_percent_encode(next, NON_ALPHANUMERIC)),
                None => return found,
            }
        }
    }

    /// The only mapping of a domain.
    #[track_caller]
    pub(crate) fn mapping(&self, domain: &str) -> Mapping {
        let found = self.mappings(domain);
        match <[Mapping; 1]>::try_from(found) {
            Ok([only]) => only,
            Err(found) => panic!("expected one mapping on {domain}, found {found:#?}"),
        }
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, text) = self.ask(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Makes a call; gives back the status and the body.
    #[track_caller]
    fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/20260101/{}/apigateway/aws4_request, \
             SignedHeaders=host, Signature={:064}",
            self.account, self.region, 0
        );
        let payload = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(payload)
            .expect("a request");
        let mut response = self.agent.run(request).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let text = response.body_mut().read_to_string().expect("an answer in text");
        (response.status().as_u16(), text)
    }
}
