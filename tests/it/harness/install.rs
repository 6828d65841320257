//! Gives a Terraform the built provider as a registry would: through a
//! filesystem mirror and `terraform init`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use apigatewayv2::address::{self, DEFAULT_HOSTS, NAMESPACE_AND_TYPE, SOURCE_ADDRESS};

use super::process;
use super::project::terraform_command;
use super::terraform::TerraformLane;

/// Both programs' default hosts, so that one mirror serves either.
pub(crate) const HOSTS: [&str; 2] = DEFAULT_HOSTS;

/// The result of one `terraform init`, which each project of a lane starts from.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(crate) cli_config: PathBuf,
    pub(crate) providers: PathBuf,
    pub(crate) lock_file: PathBuf,
}

/// A filesystem mirror that has the provider.
pub(crate) struct Mirror {
    pub(crate) folder: PathBuf,
}

impl Mirror {
    /// Makes it in `folder`, or adds to what is there.
    ///
    /// # Errors
    /// When the binary cannot be put there.
    pub(crate) fn new(folder: &Path, binary: &Path) -> std::io::Result<Self> {
        place_everywhere(binary, folder)?;
        Ok(Self { folder: folder.to_owned() })
    }
}

impl Installation {
    /// Runs `init` once for `lane` under `folder`.
    ///
    /// # Errors
    /// What Terraform said when it refused.
    pub(crate) fn make(lane: &TerraformLane, binary: &Path, folder: &Path) -> Result<Self, String> {
        let mirror =
            Mirror::new(&folder.join("mirror"), binary).map_err(|error| format!("no mirror: {error}"))?;
        Self::from_mirror(lane, &mirror, &REQUIRED_PROVIDERS, folder)
    }

    /// Runs `init` once for `lane` under `folder`, with these required providers.
    ///
    /// # Errors
    /// What Terraform said when it refused.
    pub(crate) fn from_mirror(
        lane: &TerraformLane,
        mirror: &Mirror,
        required_providers: &str,
        folder: &Path,
    ) -> Result<Self, String> {
        let project = folder.join(&lane.name);
        let cli_config = project.join("cli.tfrc");
        fs::create_dir_all(&project).map_err(|error| error.to_string())?;
        write_cli_config(&cli_config, &mirror.folder);
        fs::write(project.join("versions.tf"), required_providers).map_err(|error| error.to_string())?;

        let mut init = terraform_command(lane, &project, &cli_config);
        let finished = process::run(init.args(["init", "-no-color", "-input=false"]));
        if finished.code != 0 {
            return Err(format!("{} init failed:\n{}", lane.name, finished.text()));
        }
        Ok(Self {
            cli_config,
            providers: project.join(".terraform").join("providers"),
            lock_file: project.join(".terraform.lock.hcl"),
        })
    }
}

/// The block that every configuration starts with.
pub(crate) static REQUIRED_PROVIDERS: LazyLock<String> = LazyLock::new(|| required_providers(SOURCE_ADDRESS));

/// The same for the provider at another source address.
pub(crate) fn required_providers(source: &str) -> String {
    format!(
        r#"
terraform {{
  required_providers {{
    apigatewayv2 = {{
      source = "{source}"
    }}
  }}
}}
"#
    )
}

/// One mapping of the API that the demo's endpoint has.
pub(crate) const MAPPING: &str = r#"
resource "apigatewayv2_api_mapping" "orders" {
  domain_name     = "api.example.com"
  api_id          = "a1b2c3d4"
  stage           = "production"
  api_mapping_key = "orders"
}
"#;

/// Writes a CLI configuration that installs from `mirror` and from nowhere else.
pub(crate) fn write_cli_config(file: &Path, mirror: &Path) {
    let text = format!(
        "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    path = {mirror:?}\n  }}\n}}\n"
    );
    fs::write(file, text).expect("a CLI configuration");
}

/// `linux_amd64` and the like, in the words of Go.
pub(crate) fn platform() -> String {
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    format!("{os}_{arch}")
}

/// Puts the provider where an unpacked mirror keeps it for each host that its source may mean.
pub(crate) fn place_everywhere(binary: &Path, mirror: &Path) -> std::io::Result<()> {
    for host in address::hosts() {
        place(binary, &mirror.join(host), NAMESPACE_AND_TYPE, env!("CARGO_PKG_VERSION"))?;
    }
    Ok(())
}

/// Puts the binary of `namespace/type` where an unpacked mirror keeps it under
/// the folder of a host, without copying it.
pub(crate) fn place(binary: &Path, host: &Path, source: &str, version: &str) -> std::io::Result<()> {
    let folder = host.join(source).join(version).join(platform());
    let name = source.rsplit('/').next().unwrap_or(source);
    let target = folder.join(format!("terraform-provider-{name}_v{version}"));
    fs::create_dir_all(folder)?;
    if !target.exists() {
        fs::hard_link(binary, &target).or_else(|_| fs::copy(binary, &target).map(drop))?;
    }
    Ok(())
}
