//! How long Terraform waits for the schema, which it asks for in every run.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};

use super::figure::{Figure, median};
use super::plugin::{Address, Plugin};

const CALLS: usize = 20;
const PATH: &str = "http://localhost/tfplugin6.Provider/GetProviderSchema";
/// A gRPC message that is not compressed and has no fields.
const EMPTY_MESSAGE: [u8; 5] = [0; 5];

/// The median time of the first call to a provider that was just started.
pub(crate) fn measure(provider: &Path) -> Result<Vec<Figure>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut times = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let plugin = Plugin::start_without_tls(provider)?;
        times.push(runtime.block_on(connect_and_call(plugin.address()?))?);
    }
    Ok(vec![Figure::milliseconds("schema call", median(times))])
}

async fn connect_and_call(address: Address<'_>) -> Result<Duration> {
    match address {
        Address::Unix(path) => call(UnixStream::connect(path).await?).await,
        Address::Tcp(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?; // as Go does
            call(stream).await
        }
    }
}

/// One call on a connection of its own, without a generated client: the
/// question is empty and the answer only has to arrive.
async fn call(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<Duration> {
    let (client, connection) = h2::client::handshake(stream).await?;
    let connection = tokio::spawn(connection);
    let mut client = client.ready().await?;

    let start = Instant::now();
    let request = Request::builder()
        .method(Method::POST)
        .uri(PATH)
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(())?;
    let (answer, mut body) = client.send_request(request, false)?;
    body.send_data(Bytes::from_static(&EMPTY_MESSAGE), true)?;
    let answer = answer.await?;
    ensure!(answer.status() == StatusCode::OK, "{}", answer.status());
    let mut body = answer.into_body();
    let mut length = 0;
    while let Some(part) = body.data().await {
        let part = part?;
        length += part.len();
        body.flow_control().release_capacity(part.len())?;
    }
    let trailers = body.trailers().await?.context("no trailers")?;
    let status = trailers.get("grpc-status").context("no gRPC status")?;
    let time = start.elapsed();

    ensure!(status == "0" && length > 0, "the schema call failed");
    connection.abort();
    Ok(time)
}
