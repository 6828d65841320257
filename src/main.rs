//! Starts the plugin; nothing else.

fn main() -> std::process::ExitCode {
    tf6server::run(apigatewayv2::apigatewayv2())
}
