//! A ministack with what mappings need: an API with a stage, and a domain name.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::bench::runner;
use crate::ministack::Ministack;
use crate::{files, python};

pub(super) const REGION: &str = "eu-west-1";
/// ministack takes an access key of this form for the number of the account.
pub(super) const ACCOUNT: &str = "100000000001";
pub(super) const STAGE: &str = "production";
pub(super) const DOMAIN: &str = "api.example.com";

/// Starts it empty.
pub(super) fn start() -> Result<Ministack> {
    let folder = runner::bench_folder()?.join("ministack");
    files::remove_folder(&folder)?;
    Ministack::start(&python::MINISTACK.install()?, folder)
}

/// Makes a WebSocket API with its stage, and the domain name. Gives the id of
/// the API.
pub(super) fn fill(ministack: &Ministack) -> Result<String> {
    let api = create(
        ministack.address(),
        "/v2/apis",
        &json!({
            "name": "orders",
            "protocolType": "WEBSOCKET",
            "routeSelectionExpression": "$request.body.action",
        }),
    )?;
    let id = api["apiId"].as_str().context("ministack made an API without an id")?.to_owned();
    create(ministack.address(), &format!("/v2/apis/{id}/stages"), &json!({ "stageName": STAGE }))?;
    let certificate = format!("arn:aws:acm:{REGION}:{ACCOUNT}:certificate/c");
    create(
        ministack.address(),
        "/v2/domainnames",
        &json!({
            "domainName": DOMAIN,
            "domainNameConfigurations": [{
                "certificateArn": certificate,
                "endpointType": "REGIONAL",
                "securityPolicy": "TLS_1_2",
            }],
        }),
    )?;
    Ok(id)
}

fn create(address: SocketAddr, path: &str, what: &Value) -> Result<Value> {
    let agent: Agent = Agent::config_builder().proxy(None).build().into();
    // It reads the account from the header, and checks no signature.
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{REGION}/apigateway/aws4_request, \
         SignedHeaders=host, Signature={:064}",
        0
    );
    let request = Request::post(format!("http://{address}{path}"))
        .header("authorization", authorization)
        .header("content-type", "application/json")
        .body(what.to_string())?;
    let mut answer = agent.run(request).with_context(|| format!("ministack refused POST {path}"))?;
    Ok(serde_json::from_str(&answer.body_mut().read_to_string()?)?)
}
