//! Messages far larger than gRPC's usual limit of 4 MiB.

use serde_json::json;

use super::client::Client;
use super::keys::Keys;
use super::messages::{known, msgpack, tf};
use super::process::Program;
use super::toy::RESOURCE;

super::scenarios! { SCENARIOS:
    a_request_and_an_answer_of_100_mib_pass,
}

async fn a_request_and_an_answer_of_100_mib_pass(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let state = json!({
        "id": "id-a", "name": "x".repeat(100 << 20), "size": null, "behaviour": null, "parts": [],
    });
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(&state),
        ..Default::default()
    };
    let answer = client.read_resource(request).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
    // Not assert_eq, which would print 200 MiB.
    assert!(known(answer.new_state.as_ref()) == state);
}
