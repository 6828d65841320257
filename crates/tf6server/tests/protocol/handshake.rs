//! The handshake, and starts that end without one.

use std::process::ExitStatus;

use super::client::Client;
use super::keys::Keys;
use super::process::Program;

super::scenarios! { SCENARIOS:
    the_answer_has_six_fields_of_the_documented_form,
    a_seventh_field_comes_only_when_it_is_asked_for,
    started_in_a_shell_it_says_what_it_is_and_how_to_install_it,
    with_a_wrong_cookie_it_does_not_serve,
    it_tells_its_version,
    without_a_common_protocol_version_it_does_not_serve_and_says_why,
    a_client_certificate_that_cannot_be_read_is_no_reason_to_do_without,
    a_long_temporary_directory_is_no_obstacle,
    the_socket_is_made_where_terraform_asks,
}

fn has_failed(status: ExitStatus) -> bool {
    status.code() == Some(1)
}

async fn the_answer_has_six_fields_of_the_documented_form(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    assert_eq!(provider.line.trim_end().split('|').count(), 6, "{}", provider.line);
    let fixed = [0, 1, 2, 4].map(|number| provider.field(number));
    assert_eq!(fixed, ["1", "6", "unix", "grpc"]);
    assert!(provider.socket().starts_with(provider.folder()));
    assert!(provider.certificate().is_some());
}

async fn a_seventh_field_comes_only_when_it_is_asked_for(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).with("PLUGIN_MULTIPLEX_GRPC", "true").run();
    assert_eq!(provider.field(6), "false");
    Client::of(&provider, &keys).await.call().await.unwrap();
}

async fn started_in_a_shell_it_says_what_it_is_and_how_to_install_it(program: Program) {
    let (status, stdout, stderr) = program.in_a_shell().outcome();
    assert!(has_failed(status), "{status}");
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("terraform-provider-"), "{stderr}");
    for part in ["Terraform and OpenTofu", "required_providers", "source  = ", "terraform init"] {
        assert!(stderr.contains(part), "{part} in {stderr}");
    }
}

async fn with_a_wrong_cookie_it_does_not_serve(program: Program) {
    let keys = Keys::of_terraform();
    let (status, stdout, _) = program.for_client(&keys).with("TF_PLUGIN_MAGIC_COOKIE", "guess").outcome();
    assert!(has_failed(status), "{status}");
    assert_eq!(stdout, "");
}

async fn it_tells_its_version(program: Program) {
    let (status, stdout, stderr) = program.in_a_shell().argument("--version").outcome();
    assert!(status.success());
    assert_eq!(stderr, "");
    let (name, version) = stdout.trim_end().split_once(' ').unwrap();
    assert!(name.starts_with("terraform-provider-"), "{name}");
    assert_eq!(version.split('.').count(), 3, "{version}");
}

async fn without_a_common_protocol_version_it_does_not_serve_and_says_why(program: Program) {
    let keys = Keys::of_terraform();
    for offered in ["4,5", "5", "7"] {
        let start = program.for_client(&keys).with("PLUGIN_PROTOCOL_VERSIONS", offered);
        let (status, stdout, stderr) = start.outcome();
        assert!(has_failed(status), "{status}");
        // Terraform compares the versions and tells the user; there is no address.
        assert_eq!(stdout, "1|6|unix|none|grpc|\n");
        assert!(stderr.contains(&format!("only {offered};")), "{stderr}");
    }
}

async fn a_client_certificate_that_cannot_be_read_is_no_reason_to_do_without(program: Program) {
    let keys = Keys::of_terraform();
    let cut = &keys.pem[..keys.pem.len() / 2];
    for unreadable in ["nonsense", cut, " "] {
        let start = program.for_client(&keys).with("PLUGIN_CLIENT_CERT", unreadable);
        let (status, stdout, stderr) = start.outcome();
        assert!(has_failed(status), "{status}");
        assert_eq!(stdout, "");
        assert!(stderr.contains("PLUGIN_CLIENT_CERT"), "{stderr}");
    }
}

async fn a_long_temporary_directory_is_no_obstacle(program: Program) {
    let keys = Keys::of_terraform();
    let start = program.for_client(&keys);
    let long = start.folder().join("x".repeat(100));
    std::fs::create_dir(&long).unwrap();
    let provider = start.with("TMPDIR", long.to_str().unwrap()).run();
    assert!(!provider.socket().starts_with(&long));
    Client::of(&provider, &keys).await.call().await.unwrap();
    let directory = provider.socket().parent().unwrap().to_owned();
    std::fs::remove_dir(&long).unwrap();
    drop(provider);
    assert!(!directory.exists());
}

async fn the_socket_is_made_where_terraform_asks(program: Program) {
    let keys = Keys::of_terraform();
    let asked = tempfile::tempdir().unwrap();
    let start = program.for_client(&keys).with("PLUGIN_UNIX_SOCKET_DIR", asked.path().to_str().unwrap());
    let provider = start.run();
    assert!(provider.socket().starts_with(asked.path()));
    Client::of(&provider, &keys).await.call().await.unwrap();
    drop(provider);
    assert_eq!(std::fs::read_dir(asked.path()).unwrap().count(), 0);
}
