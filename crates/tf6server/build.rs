//! Compiles the message definitions in `proto/`, without a protoc binary.

use std::error::Error;

const DEFINITIONS: [&str; 2] = ["tfplugin6.proto", "go_plugin.proto"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let descriptors = protox::compile(DEFINITIONS, ["proto"])?;
    // The client half is what the protocol tests talk with.
    tonic_prost_build::configure().build_transport(false).compile_fds(descriptors)?;
    Ok(())
}
