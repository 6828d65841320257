//! A provider whose Terraform has gone exits, and leaves nothing behind.

use rustix::process::Signal;

use super::client::Client;
use super::keys::Keys;
use super::process::{Program, eventually};

super::scenarios! { SCENARIOS:
    a_provider_whose_terraform_is_gone_goes_as_well,
    a_terminal_that_closes_does_not_end_it_while_terraform_is_there,
}

super::scenarios! { FOR_ALL:
    a_provider_whose_terraform_is_gone_goes_as_well,
}

async fn a_provider_whose_terraform_is_gone_goes_as_well(program: Program) {
    let keys = Keys::of_terraform();
    let start = program.for_client(&keys).through_a_shell();
    let provider = start.run();
    let directory = provider.socket().parent().unwrap().to_owned();
    Client::of(&provider, &keys).await.call().await.unwrap();
    assert!(directory.exists());
    provider.signal(Signal::KILL);
    eventually(|| !directory.exists(), || format!("the end of {}", directory.display())).await;
}

async fn a_terminal_that_closes_does_not_end_it_while_terraform_is_there(program: Program) {
    let keys = Keys::of_terraform();
    let mut provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await;
    for signal in [Signal::HUP, Signal::QUIT, Signal::INT] {
        provider.signal(signal);
        client.call().await.unwrap();
    }
    assert!(provider.is_running());
}
