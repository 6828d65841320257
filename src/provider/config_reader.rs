//! Reads values of the provider block: notes what is unknown, collects what is
//! wrong, and treats an empty text as not set, as `AWS_*` variables are.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::time::Duration;

use tf_provider::value::{Value, ValueBool, ValueList, ValueMap, ValueNumber, ValueString};
use tf_provider::{AttributePath, Diagnostic};

use super::config::Texts;
use crate::diagnostic::about;

/// A reader of one provider block.
#[derive(Default)]
pub(super) struct ConfigReader {
    pub(super) unknown: Vec<String>,
    pub(super) errors: Vec<Diagnostic>,
    block: AttributePath,
}

/// STS refuses sessions shorter or longer than this (STS API reference).
const SESSION: RangeInclusive<Duration> = Duration::from_secs(15 * 60)..=Duration::from_secs(12 * 60 * 60);

impl ConfigReader {
    /// Reads every block called `name`, each with `read`.
    pub(super) fn blocks<B, T>(
        &mut self,
        name: &'static str,
        blocks: &ValueList<B>,
        read: impl Fn(&mut Self, &B) -> T,
    ) -> Vec<T> {
        self.note(name, blocks.is_unknown());
        let mut values = Vec::new();
        for (index, block) in (0_i64..).zip(blocks.as_ref_option().into_iter().flatten()) {
            self.block = AttributePath::new(name).index(index);
            values.push(read(self, block));
            self.block = AttributePath::root();
        }
        values
    }

    /// Notes what is wrong with the attribute `name`.
    pub(super) fn refuse(
        &mut self,
        name: &'static str,
        summary: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) {
        self.errors.push(about(self.path(name), summary, detail));
    }

    pub(super) fn text(&mut self, name: &'static str, value: &ValueString<'_>) -> Option<String> {
        self.note(name, value.is_unknown());
        value.as_ref_option().filter(|text| !text.is_empty()).map(ToString::to_string)
    }

    pub(super) fn flag(&mut self, name: &'static str, value: &ValueBool) -> Option<bool> {
        self.note(name, value.is_unknown());
        value.as_ref_option().copied()
    }

    /// A whole number in `range`; `hint` says what to give instead.
    pub(super) fn number(
        &mut self,
        name: &'static str,
        value: &ValueNumber,
        range: RangeInclusive<u32>,
        summary: &'static str,
        hint: &str,
    ) -> Option<u32> {
        self.note(name, value.is_unknown());
        let number = *value.as_ref_option()?;
        let found = u32::try_from(number).ok().filter(|number| range.contains(number));
        if found.is_none() {
            self.refuse(name, summary, format!("{name} is {number}. {hint}"));
        }
        found
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        value: &ValueString<'_>,
        summary: &'static str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(name, value)?;
        let chosen = choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
        if chosen.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| format!("{word:?}")).collect();
            self.refuse(name, summary, format!("{name} is {text:?}. Write {}.", words.join(" or ")));
        }
        chosen
    }

    pub(super) fn texts(&mut self, name: &'static str, value: &Texts<'_>) -> Vec<String> {
        let items = value.as_ref_option().map(Vec::as_slice).unwrap_or_default();
        self.note(name, value.is_unknown() || items.iter().any(Value::is_unknown));
        items.iter().filter_map(|item| item.as_ref_option()).map(ToString::to_string).collect()
    }

    pub(super) fn map(
        &mut self,
        name: &'static str,
        value: &ValueMap<'_, ValueString<'_>>,
    ) -> Vec<(String, String)> {
        let Some(map) = value.as_ref_option() else {
            self.note(name, value.is_unknown());
            return Vec::new();
        };
        self.note(name, map.values().any(Value::is_unknown));
        map.iter()
            .filter_map(|(key, item)| Some((key.to_string(), item.as_ref_option()?.to_string())))
            .collect()
    }

    /// A URL with the scheme http or https and a host.
    pub(super) fn url(&mut self, name: &'static str, value: &ValueString<'_>) -> Option<String> {
        let text = self.text(name, value)?;
        let is_url = text.parse::<http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
        });
        if !is_url {
            // The text itself stays out of the message: a proxy's may hold a password.
            self.refuse(
                name,
                "Invalid URL",
                format!("The value of {name} is not a URL. Write it with its scheme, such as \"http://localhost:4566\"."),
            );
            return None;
        }
        Some(text)
    }

    pub(super) fn role_arn(&mut self, name: &'static str, value: &ValueString<'_>) -> Option<String> {
        let text = self.text(name, value)?;
        if !(text.starts_with("arn:") && text.contains(":role/")) {
            self.refuse(
                name,
                "Invalid Role ARN",
                format!(
                    "{text:?} is not the ARN of a role. Write it like \
                     \"arn:aws:iam::123456789012:role/deployer\"."
                ),
            );
            return None;
        }
        Some(text)
    }

    /// A duration as Go and hashicorp/aws write them: `1h`, `90m`, `1h30m`.
    pub(super) fn duration(&mut self, name: &'static str, value: &ValueString<'_>) -> Option<Duration> {
        let text = self.text(name, value)?;
        let duration = humantime::parse_duration(&text).ok().filter(|duration| SESSION.contains(duration));
        if duration.is_none() {
            self.refuse(
                name,
                "Invalid Session Duration",
                format!("{text:?} is not a duration from 15 minutes to 12 hours. Write it like \"1h\" or \"1h30m\"."),
            );
        }
        duration
    }

    fn path(&self, name: &'static str) -> AttributePath {
        self.block.clone().attribute(name)
    }

    fn note(&mut self, name: &'static str, is_unknown: bool) {
        if is_unknown {
            self.unknown.push(self.path(name).to_string());
        }
    }
}
