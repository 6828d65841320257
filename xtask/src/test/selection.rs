//! What `--lane` can name.

use std::str::FromStr;

use anyhow::{Error, Result, bail};

use crate::{cores, terraform};

/// Terraform 1.15, which PyPI brings.
pub(crate) const OF_PYPI: &str = "terraform_1_15";

/// What is no Terraform or OpenTofu: endpoints, and other programs.
const OTHERS: [&str; 5] = ["local", "ministack", "offline", "hashicorp_aws", "aws_cli"];

/// The beginning of the names of one lane or of several: `opentofu` is both.
#[derive(Clone)]
pub(crate) struct Selection(String);

impl Selection {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it needs the Terraform or OpenTofu of that lane. An endpoint needs all.
    pub(crate) fn needs(&self, lane: &str) -> bool {
        self.matches(lane) || OTHERS.iter().any(|other| self.matches(other))
    }

    fn matches(&self, lane: &str) -> bool {
        lane.starts_with(&self.0) || self.0.strip_prefix(lane).is_some_and(|rest| rest.starts_with('_'))
    }
}

impl FromStr for Selection {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let selection = Self(text.to_owned());
        let lanes = names()?;
        if text.is_empty() || !lanes.iter().any(|lane| selection.matches(lane)) {
            bail!("the lanes are {}", lanes.join(", "));
        }
        Ok(selection)
    }
}

/// The lanes by the names that trials have, without the last number of a version.
fn names() -> Result<Vec<String>> {
    let on_path = terraform::on_path().into_iter().map(|terraform| lane_of(&terraform.to_string()));
    let mut names: Vec<String> = on_path.collect();
    names.push(OF_PYPI.to_owned());
    names.extend(cores::names()?.iter().map(|name| lane_of(name)));
    names.sort();
    names.dedup();
    names.extend(OTHERS.map(str::to_owned));
    Ok(names)
}

/// `opentofu_1_12` of `OpenTofu 1.12` or `opentofu-1.12`.
pub(crate) fn lane_of(version: &str) -> String {
    version.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_selects_every_lane_that_begins_so() {
        let selection = Selection("opentofu".to_owned());
        assert!(selection.needs("opentofu_1_10") && selection.needs("opentofu_1_12"));
        assert!(!selection.needs("terraform_1_15"));
    }

    #[test]
    fn an_exact_version_selects_its_lane() {
        let selection = Selection("terraform_1_5_7".to_owned());
        assert!(selection.needs("terraform_1_5"));
        assert!(!selection.needs("terraform_1_15"));
    }

    #[test]
    fn an_endpoint_needs_every_terraform() {
        let selection = Selection("ministack".to_owned());
        assert!(selection.needs("terraform_1_5") && selection.needs("opentofu_1_12"));
    }

    #[test]
    fn another_name_is_answered_with_the_lanes() {
        let error = "terraform_9".parse::<Selection>().map(|_| ()).expect_err("there is none");
        let text = error.to_string();
        assert!(text.contains("opentofu_1_12") && text.contains("ministack"), "{text}");
    }
}
