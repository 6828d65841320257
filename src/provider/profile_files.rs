//! The shared configuration and credentials files, which hold profiles.

use std::path::PathBuf;

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use tf_provider::{AttributePath, Diagnostic};

use super::settings::Settings;
use crate::diagnostic::about;
use crate::gateway::causes::io_words;

/// Where profiles are looked up.
#[derive(Clone, Debug)]
pub(super) struct ProfileFiles {
    /// The files, for the SDK.
    pub(super) files: EnvConfigFiles,
    names: Vec<String>,
}

impl ProfileFiles {
    /// The files that the provider block names, else those that the environment
    /// names, else the default ones.
    ///
    /// # Errors
    /// A file that the provider block names and that cannot be read.
    pub(super) fn new(settings: &Settings) -> Result<Self, Diagnostic> {
        let mut builder = EnvConfigFiles::builder();
        let mut names = Vec::new();
        if settings.shared_config_files.is_empty() {
            builder = builder.include_default_config_file(true);
            names.push(default_file("AWS_CONFIG_FILE", "~/.aws/config"));
        }
        if settings.shared_credentials_files.is_empty() {
            builder = builder.include_default_credentials_file(true);
            names.push(default_file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"));
        }
        for (attribute, kind, paths) in [
            ("shared_config_files", EnvConfigFileKind::Config, &settings.shared_config_files),
            ("shared_credentials_files", EnvConfigFileKind::Credentials, &settings.shared_credentials_files),
        ] {
            for (index, name) in (0_i64..).zip(paths) {
                let path = expand_home(name);
                if let Err(error) = std::fs::metadata(&path) {
                    return Err(about(
                        AttributePath::new(attribute).index(index),
                        "Unreadable Shared File",
                        format!(
                            "{} cannot be read: {}. Correct the path, or remove it from {attribute}; without \
                             any, the default file is read.",
                            path.display(),
                            io_words(&error)
                        ),
                    ));
                }
                builder = builder.with_file(kind, path);
                names.push(name.clone());
            }
        }
        Ok(Self { files: builder.build(), names })
    }

    /// `~/.aws/config or ~/.aws/credentials`.
    pub(super) fn names(&self) -> String {
        self.names.join(" or ")
    }

    /// Whether the files can be read and have no profile of this name.
    pub(super) async fn lack(&self, profile: &str) -> bool {
        let (filesystem, environment) = Default::default();
        let found = aws_config::profile::load(&filesystem, &environment, &self.files, None).await;
        found.is_ok_and(|profiles| profiles.get_profile(profile).is_none())
    }
}

fn default_file(variable: &str, otherwise: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| otherwise.to_owned())
}

/// A path with a leading `~/` replaced by the home directory, as in AWS files.
pub(super) fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
