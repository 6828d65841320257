//! The binary, as a person starts it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_local-gateway");

/// Ends the process whatever the test finds.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn lines(process: &mut Running) -> impl Iterator<Item = String> {
    let stdout = process.0.stdout.take().expect("stdout is piped");
    BufReader::new(stdout).lines().map(|line| line.expect("text"))
}

fn run(arguments: &[&str]) -> Running {
    let mut command = Command::new(BINARY);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Running(command.spawn().expect("the binary starts"))
}

#[test]
fn it_says_where_it_listens_and_logs_calls_when_asked() {
    let mut process = run(&["--log", "--quota"]);
    let mut lines = lines(&mut process);
    let first = lines.next().expect("a line");
    let url = first.strip_prefix("local API Gateway listening on ").expect("the address").to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let answer = agent().get(format!("{url}/v2/apis")).call().expect("an answer");
    assert_eq!(answer.status(), 403);
    assert_eq!(lines.next().as_deref(), Some("403 GetApis GET /v2/apis round trip 1"));
}

#[test]
fn a_delay_holds_the_answers_of_sts_as_well() {
    let mut process = run(&["--delay", "200"]);
    let first = lines(&mut process).next().expect("a line");
    let url = first.strip_prefix("local API Gateway listening on ").expect("the address");
    let signature = "AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/sts/aws4_request, Signature=x";
    let start = Instant::now();
    let call = agent().post(url).header("authorization", signature);
    assert_eq!(call.send("Action=GetCallerIdentity").expect("an answer").status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into()
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_quietly() {
    for signal in ["-INT", "-TERM"] {
        let mut process = run(&[]);
        assert!(lines(&mut process).next().is_some());
        let kill = format!("kill {signal} {}", process.0.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
        assert!(process.0.wait().expect("an end").success(), "{signal}");
    }
}

#[test]
fn a_policy_denies_what_it_does_not_allow() {
    let mut process = run(&["--policy", "../../examples/policies/plan.json"]);
    let first = lines(&mut process).next().expect("a line");
    let url = first.strip_prefix("local API Gateway listening on ").expect("the address");
    let signature = "AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/apigateway/aws4_request, Signature=x";
    let api = format!("{url}/v2/apis/a1b2c3d4");
    let allowed = agent().get(&api).header("authorization", signature).call().expect("an answer");
    assert_eq!(allowed.status(), 200);
    let mut denied = agent().delete(&api).header("authorization", signature).call().expect("an answer");
    assert_eq!(denied.status(), 403);
    let words = denied.body_mut().read_to_string().expect("a body");
    assert!(words.contains("not authorized to perform: apigateway:DELETE"), "{words}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    for (option, path, reason) in [
        ("--seed", "does-not-exist.json", "cannot read"),
        ("--seed", "Cargo.toml", "is not a seed"),
        ("--policy", "does-not-exist.json", "cannot read"),
        ("--policy", "Cargo.toml", "is not a policy"),
    ] {
        let mut process = run(&[option, path]);
        let stderr = process.0.stderr.take().expect("stderr is piped");
        let line = BufReader::new(stderr).lines().next().expect("a line").expect("text");
        assert!(
            line.starts_with("local-gateway: ") && line.contains(path) && line.contains(reason),
            "{line}"
        );
        assert_eq!(process.0.wait().expect("an end").code(), Some(1));
    }
}
