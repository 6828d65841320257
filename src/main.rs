//! Starts the plugin; nothing else.

fn main() -> std::process::ExitCode {
    apigatewayv2::plugin::run(apigatewayv2::apigatewayv2())
}
