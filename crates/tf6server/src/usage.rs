//! The texts of `--help` and `--version`.

use crate::plugin::Plugin;

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
