//! A setting that was found, and where: errors about it name the place.

use std::borrow::Cow;
use std::fmt;

use tf_provider::{AttributePath, Diagnostic};

use crate::diagnostic::{about, general};

/// A value, and where it was found.
// No `Debug`: the value may be secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) value: String,
    pub(super) origin: Origin,
}

/// Where a setting was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// In an attribute of the provider block.
    Block(AttributePath),
    /// In an environment variable.
    Variable(Cow<'static, str>),
    /// In a profile of the shared files.
    Profile {
        /// The profile's name.
        profile: String,
        /// The setting's name.
        key: &'static str,
    },
}

impl Origin {
    /// An attribute at the top of the provider block.
    pub(super) fn block(attribute: &'static str) -> Self {
        Self::Block(AttributePath::new(attribute))
    }

    /// A diagnostic about what was found here.
    pub(super) fn refuse(&self, summary: &'static str, detail: String) -> Diagnostic {
        match self {
            Self::Block(attribute) => about(attribute.clone(), summary, detail),
            Self::Variable(_) | Self::Profile { .. } => general(summary, detail),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Block(attribute) => write!(f, "{attribute}"),
            Self::Variable(name) => f.write_str(name),
            Self::Profile { profile, key } => write!(f, "{key} of the profile {profile:?}"),
        }
    }
}

impl Setting {
    /// What `parse` makes of the value.
    ///
    /// # Errors
    /// It makes nothing of it; `hint` says what to write.
    pub(super) fn parsed<T>(
        self,
        parse: impl FnOnce(&str) -> Option<T>,
        summary: &'static str,
        hint: &str,
    ) -> Result<T, Diagnostic> {
        let Self { value, origin } = self;
        parse(&value).ok_or_else(|| origin.refuse(summary, format!("{origin} is {value:?}. {hint}")))
    }

    /// What `parse` makes of the value, which is a URL that may hold a password.
    ///
    /// # Errors
    /// It makes nothing of it; `hint` says what to write. The error does not repeat the value.
    pub(super) fn url<T>(self, parse: impl FnOnce(&str) -> Option<T>, hint: &str) -> Result<T, Diagnostic> {
        let Self { value, origin } = self;
        parse(&value).ok_or_else(|| {
            origin.refuse("Invalid URL", format!("The value of {origin} is not a URL. {hint}"))
        })
    }
}
