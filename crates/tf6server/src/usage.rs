//! What the executable says to a person who starts it in a shell.

use crate::plugin::Plugin;

/// What it is and how to install it.
pub(crate) fn explanation(plugin: &Plugin) -> String {
    let executable = plugin.executable();
    let Plugin { name, version, address, .. } = plugin;
    format!(
        r#"{executable} {version}

This is a provider for Terraform and OpenTofu, which start it themselves; it does
nothing when started by hand. To install it, name it in your configuration and run
`terraform init` or `tofu init`:

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
    --debug    wait for a Terraform that is told to attach to this process
    --help     print this text
"#
    )
}

/// The answer to `--version`.
pub(crate) fn version(plugin: &Plugin) -> String {
    format!("{} {}\n", plugin.executable(), plugin.version)
}
