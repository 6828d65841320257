//! What the executable prints for `--help`, `--version` and `--debug`.

use std::process;

use serde_json::{Map, Value, json};

use crate::{handshake::PROTOCOL_VERSION, listener::Listener, plugin::Plugin};

/// Terraform and OpenTofu expand a source address without a host by different
/// ones; each ignores the other's.
const HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// What the executable is and how to install it.
pub(crate) fn help(plugin: &Plugin) -> String {
    let executable = plugin.executable();
    let Plugin { name, version, address, .. } = plugin;
    format!(
        r#"{executable} {version}

This is a provider for Terraform and OpenTofu, which start it themselves.
To install it, name it in your configuration and run `terraform init` or `tofu init`:

    terraform {{
      required_providers {{
        {name} = {{
          source  = "{address}"
          version = "{version}"
        }}
      }}
    }}

Options:
    --version  print the version
    --debug    serve a Terraform that is told to attach to this process
    --help     print this text"#
    )
}

/// The name and version of the executable.
pub(crate) fn version(plugin: &Plugin) -> String {
    format!("{} {}", plugin.executable(), plugin.version)
}

/// How to make Terraform attach to this process, which listens at `address`.
pub(crate) fn attach(source: &str, address: &str) -> String {
    let providers = reattach_providers(source, address);
    format!(
        "Waiting for Terraform. In the shell where you run it:\n\n    \
         export TF_REATTACH_PROVIDERS='{providers}'\n\nCtrl-C ends this process."
    )
}

fn reattach_providers(source: &str, address: &str) -> Value {
    let one = json!({
        "Protocol": "grpc",
        "ProtocolVersion": PROTOCOL_VERSION,
        "Pid": process::id(),
        "Test": true,
        "Addr": { "Network": Listener::NETWORK, "String": address },
    });
    Value::Object(Map::from_iter(addresses(source).into_iter().map(|address| (address, one.clone()))))
}

/// The whole addresses that a source may mean: one, if it names the host.
fn addresses(source: &str) -> Vec<String> {
    if source.matches('/').count() > 1 {
        return vec![source.to_owned()];
    }
    HOSTS.map(|host| format!("{host}/{source}")).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_what_terraform_reads() {
        let providers = reattach_providers("acme/toy", "/tmp/x/provider");
        let one = &providers["registry.terraform.io/acme/toy"];
        assert_eq!(one["Protocol"], "grpc");
        assert_eq!(one["ProtocolVersion"], 6);
        assert_eq!(one["Pid"], process::id());
        assert_eq!(one["Test"], true);
        assert_eq!(one["Addr"]["Network"], Listener::NETWORK);
        assert_eq!(one["Addr"]["String"], "/tmp/x/provider");
        assert_eq!(one, &providers["registry.opentofu.org/acme/toy"]);
    }

    #[test]
    fn a_source_with_a_host_means_one_address() {
        assert_eq!(addresses("example.com/acme/toy"), ["example.com/acme/toy"]);
    }
}
