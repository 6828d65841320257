//! The services that go-plugin, the library that starts plugins, expects of each.

use futures_util::stream::{self, BoxStream, StreamExt};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use crate::proto::go_plugin::{
    ConnInfo, Empty, StdioData, grpc_broker_server::GrpcBroker, grpc_controller_server::GrpcController,
    grpc_stdio_server::GrpcStdio,
};

/// The services. Cancelling `shutdown` ends the process.
#[derive(Clone)]
pub(crate) struct GoPlugin {
    pub(crate) shutdown: CancellationToken,
}

impl GoPlugin {
    /// A stream without messages that ends at shutdown.
    fn silent_stream<T: Send + 'static>(&self) -> BoxStream<'static, Result<T, Status>> {
        stream::pending().take_until(self.shutdown.clone().cancelled_owned()).boxed()
    }
}

#[tonic::async_trait]
impl GrpcController for GoPlugin {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        tracing::debug!("Shutting down: Terraform has called Shutdown");
        self.shutdown.cancel();
        Ok(Response::new(Empty {}))
    }
}

#[tonic::async_trait]
impl GrpcStdio for GoPlugin {
    type StreamStdioStream = BoxStream<'static, Result<StdioData, Status>>;

    async fn stream_stdio(&self, _: Request<()>) -> Result<Response<Self::StreamStdioStream>, Status> {
        Ok(Response::new(self.silent_stream()))
    }
}

#[tonic::async_trait]
impl GrpcBroker for GoPlugin {
    type StartStreamStream = BoxStream<'static, Result<ConnInfo, Status>>;

    async fn start_stream(
        &self,
        _: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Self::StartStreamStream>, Status> {
        Ok(Response::new(self.silent_stream()))
    }
}
