//! Serves a plugin on a listener until the process is to end.

use std::sync::Arc;

use anyhow::Context;
use rustls::ServerConfig;
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::calls::Service;
use crate::connections;
use crate::go_plugin::GoPlugin;
use crate::listener::Listener;
use crate::plugin::Plugin;
use crate::proto::go_plugin::{
    grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
    grpc_stdio_server::GrpcStdioServer,
};
use crate::proto::health::health_server::HealthServer;
use crate::proto::tfplugin6::provider_server::ProviderServer;

/// The largest message in either direction; the same as in Terraform's Go SDK.
const MAX_MESSAGE: usize = 256 << 20;

/// Threads for calls. A few are enough, because calls wait for a network.
const MAX_THREADS: usize = 4;

/// Runs `work` on the current thread. Connections are served there, and no calls.
pub(crate) fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start the runtime")?.block_on(work)
}

/// Serves until shutdown. Calls that have not ended then are dropped.
pub(crate) async fn serve(
    plugin: Plugin,
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let calls = call_runtime().context("cannot start the runtime")?;
    let services = services(Service::new(plugin, calls.handle().clone()), shutdown.clone());
    connections::serve(listener, tls, services, shutdown).await;
    calls.shutdown_background();
    Ok(())
}

fn call_runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread().worker_threads(cores.clamp(2, MAX_THREADS)).enable_all().build()
}

/// All services of the process.
fn services(service: Service, shutdown: CancellationToken) -> Routes {
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(MAX_MESSAGE)
        .max_encoding_message_size(MAX_MESSAGE);
    let go_plugin = GoPlugin { shutdown };
    Routes::new(provider)
        .add_service(GrpcControllerServer::new(go_plugin.clone()))
        .add_service(GrpcStdioServer::new(go_plugin.clone()))
        .add_service(GrpcBrokerServer::new(go_plugin.clone()))
        .add_service(HealthServer::new(go_plugin))
}
