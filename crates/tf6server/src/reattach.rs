//! `--debug`: how to make Terraform attach to this process.

use std::process;

use serde_json::{Map, Value, json};

use crate::handshake::PROTOCOL_VERSION;

/// Terraform and OpenTofu expand a source address with different hosts; each
/// ignores the other's.
const HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// The variable to set.
pub(crate) fn instructions(source: &str, network: &str, address: &str) -> String {
    let providers = providers(source, network, address);
    format!(
        "Waiting for Terraform. In the shell where you run it:\n\n    \
         export TF_REATTACH_PROVIDERS='{providers}'\n\nCtrl-C ends this process."
    )
}

fn providers(source: &str, network: &str, address: &str) -> Value {
    let one = json!({
        "Protocol": "grpc",
        "ProtocolVersion": PROTOCOL_VERSION,
        "Pid": process::id(),
        "Test": true,
        "Addr": { "Network": network, "String": address },
    });
    let each = HOSTS.map(|host| (format!("{host}/{source}"), one.clone()));
    Value::Object(Map::from_iter(each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_what_terraform_reads() {
        let providers = providers("acme/toy", "unix", "/tmp/x/provider");
        let one = &providers["registry.terraform.io/acme/toy"];
        assert_eq!(one["Protocol"], "grpc");
        assert_eq!(one["ProtocolVersion"], 6);
        assert_eq!(one["Pid"], process::id());
        assert_eq!(one["Test"], true);
        assert_eq!(one["Addr"]["Network"], "unix");
        assert_eq!(one["Addr"]["String"], "/tmp/x/provider");
        assert_eq!(one, &providers["registry.opentofu.org/acme/toy"]);
    }
}
