//! Where settings are looked for: the provider block, the environment, the profile.

use tf_provider::Diagnostic;

use super::profile_files::Profiles;
use super::setting::{Origin, Setting};
use super::settings::Settings;
use super::variables::Variables;

/// All that was read, before anything is decided.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) settings: &'a Settings,
    pub(super) variables: &'a Variables,
    pub(super) profiles: &'a Profiles,
}

impl Sources<'_> {
    /// What the attribute of the provider block says, else the first of the variables
    /// that is set, else the profile.
    pub(super) fn find(
        &self,
        attribute: &'static str,
        value: Option<&String>,
        variables: &[&'static str],
        key: Option<&'static str>,
    ) -> Option<Setting> {
        let block = value.map(|value| Setting { value: value.clone(), origin: Origin::block(attribute) });
        block.or_else(|| self.outside(variables, key))
    }

    /// What the environment says, else the profile.
    pub(super) fn outside(&self, variables: &[&'static str], key: Option<&'static str>) -> Option<Setting> {
        let variable = self
            .variables
            .first(variables)
            .map(|(name, value)| Setting { value: value.to_owned(), origin: Origin::Variable(name.into()) });
        variable.or_else(|| self.profiles.setting(key?))
    }

    /// A switch: what the block says, else the environment, else the profile.
    ///
    /// # Errors
    /// The environment or the profile says neither true nor false.
    pub(super) fn flag(
        &self,
        block: Option<bool>,
        variable: &'static str,
        key: Option<&'static str>,
    ) -> Result<Option<bool>, Diagnostic> {
        match (block, self.outside(&[variable], key)) {
            (Some(flag), _) => Ok(Some(flag)),
            (None, Some(setting)) => {
                setting.parsed(parse_flag, "Invalid Switch", "Write true or false.").map(Some)
            }
            (None, None) => Ok(None),
        }
    }
}

fn parse_flag(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
