//! A ministack with what mappings need: an API with a stage, and a domain name.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::bench::runner;
use crate::{files, process, python};

pub(super) const REGION: &str = "eu-west-1";
/// ministack takes an access key of this form for the number of the account.
pub(super) const ACCOUNT: &str = "100000000001";
pub(super) const STAGE: &str = "production";
pub(super) const DOMAIN: &str = "api.example.com";

/// How long it may take until it listens.
const START: Duration = Duration::from_secs(60);

/// A running ministack; dropping it ends it.
pub(super) struct Ministack {
    child: Child,
    address: SocketAddr,
}

impl Ministack {
    /// Starts it empty, on a free port, and waits until it listens.
    pub(super) fn start() -> Result<Ministack> {
        let launcher = python::MINISTACK.install()?;
        let folder = runner::bench_folder()?.join("ministack");
        files::fresh_folder(&folder)?;
        let address = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .context("no free port for ministack")?;
        let child = Command::new(&launcher)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &folder)
            .env("TMPDIR", &folder)
            .env("BIND_HOST", address.ip().to_string())
            .env("GATEWAY_PORT", address.port().to_string())
            .env("IOT_MTLS_ENABLED", "0")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", launcher.display()))?;
        let mut ministack = Ministack { child, address };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            ensure!(ministack.child.try_wait()?.is_none(), "ministack ended before it listened");
            ensure!(started.elapsed() < START, "ministack does not listen on {address}");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(ministack)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a WebSocket API with its stage, and the domain name. Gives the id of
    /// the API.
    pub(super) fn fill(&self) -> Result<String> {
        let api = self.create(
            "/v2/apis",
            &json!({
                "name": "orders",
                "protocolType": "WEBSOCKET",
                "routeSelectionExpression": "$request.body.action",
            }),
        )?;
        let id = api["apiId"].as_str().context("ministack made an API without an id")?.to_owned();
        self.create(&format!("/v2/apis/{id}/stages"), &json!({ "stageName": STAGE }))?;
        let certificate = format!("arn:aws:acm:{REGION}:{ACCOUNT}:certificate/c");
        self.create(
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

    fn create(&self, path: &str, what: &Value) -> Result<Value> {
        let agent: Agent = Agent::config_builder().proxy(None).build().into();
        // It reads the account from the header, and checks no signature.
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{REGION}/apigateway/aws4_request, \
             SignedHeaders=host, Signature={:064}",
            0
        );
        let request = Request::post(format!("http://{}{path}", self.address))
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(what.to_string())?;
        let mut answer = agent.run(request).with_context(|| format!("ministack refused POST {path}"))?;
        Ok(serde_json::from_str(&answer.body_mut().read_to_string()?)?)
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        process::terminate(&mut self.child);
    }
}
