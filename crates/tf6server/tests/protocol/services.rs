//! The services that go-plugin expects of every plugin.

use std::time::Duration;

use http::uri::PathAndQuery;
use tokio_stream::StreamExt;
use tonic::Code;

use super::client::Client;
use super::keys::Keys;
use super::messages::go_plugin::ConnInfo;
use super::messages::go_plugin::grpc_broker_client::GrpcBrokerClient;
use super::messages::go_plugin::grpc_stdio_client::GrpcStdioClient;
use super::messages::health::health_check_response::ServingStatus;
use super::messages::tf;
use super::process::Program;

super::scenarios! { SCENARIOS:
    the_plugin_reports_itself_healthy,
    the_loaders_streams_stay_open_and_silent_until_the_end,
    shutdown_is_answered_and_ends_the_process,
    calls_for_what_the_provider_does_not_have_are_unimplemented,
}

/// Every call of protocol 6.11 that a provider without functions, ephemeral resources,
/// state stores and actions does not have.
const ABSENT: [&str; 19] = [
    "GetMetadata",
    "CallFunction",
    "ValidateEphemeralResourceConfig",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
    "ValidateStateStoreConfig",
    "ConfigureStateStore",
    "ReadStateBytes",
    "WriteStateBytes",
    "LockState",
    "UnlockState",
    "GetStates",
    "DeleteState",
    "ValidateActionConfig",
    "PlanAction",
    "InvokeAction",
    "SomethingOfTheFuture",
    "",
];

async fn the_plugin_reports_itself_healthy(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await;
    for service in ["plugin", ""] {
        let status = client.health(service).await.unwrap().status();
        assert_eq!(status, ServingStatus::Serving);
    }
    assert_eq!(client.health("other").await.unwrap_err().code(), Code::NotFound);
}

async fn the_loaders_streams_stay_open_and_silent_until_the_end(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await;
    let mut stdio = GrpcStdioClient::new(client.channel.clone()).stream_stdio(()).await.unwrap().into_inner();
    let requests = tokio_stream::pending::<ConnInfo>();
    let mut broker =
        GrpcBrokerClient::new(client.channel.clone()).start_stream(requests).await.unwrap().into_inner();
    let moment = Duration::from_millis(100);
    assert!(tokio::time::timeout(moment, stdio.next()).await.is_err());
    assert!(tokio::time::timeout(moment, broker.next()).await.is_err());
    client.shut_down().await;
    assert!(stdio.next().await.is_none());
    assert!(broker.next().await.is_none());
}

async fn shutdown_is_answered_and_ends_the_process(program: Program) {
    let keys = Keys::of_terraform();
    let mut provider = program.for_client(&keys).run();
    Client::of(&provider, &keys).await.shut_down().await;
    assert!(provider.wait().success());
    assert_eq!(provider.rest_of_stdout(), "");
}

async fn calls_for_what_the_provider_does_not_have_are_unimplemented(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await;
    for name in ABSENT {
        let mut grpc = tonic::client::Grpc::new(client.channel.clone());
        grpc.ready().await.unwrap();
        let codec: tonic_prost::ProstCodec<tf::get_functions::Request, tf::get_functions::Response> =
            tonic_prost::ProstCodec::default();
        let path: PathAndQuery = format!("/tfplugin6.Provider/{name}").parse().unwrap();
        let request = tonic::Request::new(tf::get_functions::Request {});
        let refused = grpc.unary(request, path, codec).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unimplemented, "{name}");
    }
}
