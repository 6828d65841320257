//! Starts the plugin; nothing else.

use apigatewayv2::provider::{ApiGateway, Connection};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let _ = rustls::crypto::ring::default_provider().install_default();
    match tf_provider::serve("apigatewayv2", ApiGateway::new(Connection::default())).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
