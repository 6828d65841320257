//! Only the Terraform that started the provider can connect.

use super::client::{As, Client};
use super::keys::Keys;
use super::process::{Program, Running};

super::scenarios! { SCENARIOS:
    a_client_without_a_certificate_is_refused,
    another_p256_certificate_is_refused,
    another_p521_certificate_that_says_the_same_of_itself_is_refused,
    the_right_certificate_without_its_key_is_refused,
    a_client_that_speaks_plain_text_is_refused,
    the_right_client_with_tls_1_2_is_refused,
    refused_clients_do_not_disturb_terraform,
    a_p256_certificate_is_let_in_when_it_is_the_announced_one,
    a_certificate_in_every_form_that_terraform_sends_is_let_in,
    without_tls_only_this_user_can_reach_the_socket,
}

/// Fails the scenario if this client gets any answer.
async fn is_refused(provider: &Running, who: As<'_>) {
    if let Ok(client) = Client::connect(provider, who).await {
        // With TLS 1.3 a client learns its fate with the first answer.
        assert!(client.call().await.is_err(), "an answer was given");
        assert!(client.health("plugin").await.is_err(), "an answer was given");
    }
}

async fn a_client_without_a_certificate_is_refused(program: Program) {
    let provider = program.for_client(&Keys::of_terraform()).run();
    is_refused(&provider, As::NoCertificate).await;
}

async fn another_p256_certificate_is_refused(program: Program) {
    let provider = program.for_client(&Keys::of_terraform()).run();
    is_refused(&provider, As::Holder(&Keys::on_p256())).await;
}

async fn another_p521_certificate_that_says_the_same_of_itself_is_refused(program: Program) {
    let provider = program.for_client(&Keys::of_terraform()).run();
    is_refused(&provider, As::Holder(&Keys::of_terraform())).await;
}

async fn the_right_certificate_without_its_key_is_refused(program: Program) {
    let right = Keys::of_terraform();
    let provider = program.for_client(&right).run();
    is_refused(&provider, As::Holder(&right.with_key_of(&Keys::of_terraform()))).await;
}

async fn a_client_that_speaks_plain_text_is_refused(program: Program) {
    let provider = program.for_client(&Keys::of_terraform()).run();
    is_refused(&provider, As::Plain).await;
}

async fn the_right_client_with_tls_1_2_is_refused(program: Program) {
    let right = Keys::of_terraform();
    let provider = program.for_client(&right).run();
    let connected = Client::connect_with(&provider, As::Holder(&right), &rustls::version::TLS12).await;
    assert!(connected.is_err());
}

async fn refused_clients_do_not_disturb_terraform(program: Program) {
    let right = Keys::of_terraform();
    let provider = program.for_client(&right).run();
    let terraform = Client::of(&provider, &right).await;
    terraform.call().await.unwrap();
    is_refused(&provider, As::NoCertificate).await;
    is_refused(&provider, As::Plain).await;
    terraform.call().await.unwrap();
    Client::of(&provider, &right).await.call().await.unwrap();
}

async fn a_p256_certificate_is_let_in_when_it_is_the_announced_one(program: Program) {
    let right = Keys::on_p256();
    let provider = program.for_client(&right).run();
    Client::of(&provider, &right).await.call().await.unwrap();
}

async fn a_certificate_in_every_form_that_terraform_sends_is_let_in(program: Program) {
    let right = Keys::of_terraform();
    let unix_lines = right.pem.replace("\r\n", "\n");
    for form in [unix_lines.clone(), unix_lines.replace('\n', "\r\n"), unix_lines.trim_end().to_owned()] {
        let provider = program.for_client(&right).with("PLUGIN_CLIENT_CERT", &form).run();
        Client::of(&provider, &right).await.call().await.unwrap();
    }
}

async fn without_tls_only_this_user_can_reach_the_socket(program: Program) {
    use std::os::unix::fs::PermissionsExt;
    let provider = program.without_tls().run();
    assert_eq!(provider.certificate(), None);
    Client::plain(&provider).await.call().await.unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(provider.socket()), 0o600);
    assert_eq!(mode(provider.socket().parent().unwrap()), 0o700);
}
