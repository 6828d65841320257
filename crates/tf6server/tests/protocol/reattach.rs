//! `--debug`: a provider that a developer has started.

use rustix::process::Signal;
use serde_json::Value;

use super::client::Client;
use super::process::{Program, Running};

super::scenarios! { SCENARIOS:
    a_debugged_provider_says_how_to_reach_it_and_ends_with_ctrl_c,
    a_debugged_provider_serves_one_terraform_after_the_other,
}

/// Starts it and reads its instructions.
fn debugged(program: &Program) -> (Running, Value) {
    let mut provider = program.in_a_shell().argument("--debug").run();
    assert!(provider.line.starts_with("Waiting for Terraform."), "{}", provider.line);
    let line = provider.next_line("TF_REATTACH_PROVIDERS=");
    let (_, json) = line.split_once("TF_REATTACH_PROVIDERS='").unwrap();
    let json: Value = serde_json::from_str(json.trim_end().trim_end_matches('\'')).unwrap();
    let one = json.as_object().unwrap().values().next().unwrap().clone();
    let address = one["Addr"]["String"].as_str().unwrap().to_owned();
    // As if it had come in a handshake line.
    provider.line = format!("1|6|unix|{address}|grpc|");
    (provider, one)
}

async fn a_debugged_provider_says_how_to_reach_it_and_ends_with_ctrl_c(program: Program) {
    use std::os::unix::fs::PermissionsExt;
    let (mut provider, one) = debugged(&program);
    assert_eq!(one["Protocol"], "grpc");
    assert_eq!(one["ProtocolVersion"], 6);
    assert_eq!(one["Addr"]["Network"], "unix");
    assert_eq!(provider.socket().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    Client::plain(&provider).await.call().await.unwrap();
    provider.signal(Signal::INT);
    assert!(provider.wait().success());
}

async fn a_debugged_provider_serves_one_terraform_after_the_other(program: Program) {
    let (mut provider, _) = debugged(&program);
    for _ in 0..3 {
        Client::plain(&provider).await.call().await.unwrap();
    }
    assert!(provider.is_running());
}
