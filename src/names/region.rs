//! The region of AWS.

use super::{Rule, name_methods, quoted};

/// A region such as `eu-west-1` or `eusc-de-east-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);
name_methods!(Region, called "The region", NOT_A_REGION, RULES);

/// The most characters that the part of a host name can have in which the region stands
/// (RFC 1035).
const MAX_LENGTH: usize = 63;

/// What is something else than a region.
const NOT_A_REGION: &[Rule] = &[("Missing Region", empty), ("Region Is an Availability Zone", zone)];

const RULES: &[Rule] = &[("Invalid Region", other_form)];

/// The partitions other than `aws`, and how their regions begin (the AWS SDKs'
/// `partitions.json`).
const PARTITIONS: &[(&str, &str)] = &[
    ("cn-", "aws-cn"),
    ("eusc-", "aws-eusc"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
];

impl Region {
    /// The region of a configured provider, or of a state. An endpoint that is not of AWS may
    /// have regions of other forms. `None` for a text that cannot stand in a host name.
    pub fn from_api(text: &str) -> Option<Self> {
        let is_part_of_host =
            text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !text.starts_with('-');
        let fits = !text.is_empty() && text.len() <= MAX_LENGTH && !text.ends_with('-');
        (is_part_of_host && fits).then(|| Self(text.to_owned()))
    }

    /// The partition of AWS that the region belongs to, such as `aws` or `aws-cn`. Accounts
    /// and credentials are of one partition. A region that begins like no other is of `aws`,
    /// as in the AWS SDKs.
    pub fn partition(&self) -> &'static str {
        let known = PARTITIONS.iter().find(|(start, _)| self.0.starts_with(start));
        known.map_or("aws", |(_, partition)| partition)
    }
}

fn empty(text: &str) -> Option<String> {
    let found = "is empty. Give one such as \"eu-west-1\", or null for the provider's.";
    text.is_empty().then(|| found.to_owned())
}

/// `eu-west-1a`; a region ends with its number.
fn zone(text: &str) -> Option<String> {
    let region = text.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    has_form(region).then(|| format!("is an availability zone. Write its region, {}.", quoted(region)))
}

fn other_form(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace('_', "-");
    let instead = if has_form(&lower) { quoted(&lower) } else { "one such as \"eu-west-1\"".to_owned() };
    (!has_form(text)).then(|| {
        format!(
            "is not a region: those are lower-case words and a number, joined by hyphens. Write {instead}."
        )
    })
}

/// Words of lower-case letters, two or more, and a number: what the regions of every
/// partition are named like.
fn has_form(text: &str) -> bool {
    let is_word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let words: Vec<&str> = words.split('-').collect();
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    text.len() <= MAX_LENGTH && is_number && words.len() >= 2 && words.iter().all(|word| is_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(text: &str) -> (&'static str, String) {
        let problems = Region::parse(text).unwrap_err();
        let [problem] = &problems[..] else { panic!("one problem, not {problems:?}") };
        (problem.summary, problem.detail.clone())
    }

    #[test]
    fn regions_of_every_partition_have_the_form_and_tell_their_partition() {
        for (region, partition) in [
            ("eu-west-1", "aws"),
            ("ap-southeast-7", "aws"),
            ("us-east-1", "aws"),
            ("us-northeast-10", "aws"),
            ("mx-central-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
            ("us-iso-west-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
        ] {
            assert_eq!(Region::parse(region).map(|region| region.partition()), Ok(partition), "{region}");
        }
    }

    #[test]
    fn what_is_no_region_is_refused_with_what_to_write() {
        for (text, summary, instead) in [
            ("", "Missing Region", "null for the provider's"),
            ("eu-west-1a", "Region Is an Availability Zone", "Write its region, \"eu-west-1\""),
            ("EU-WEST-1", "Invalid Region", "Write \"eu-west-1\""),
            ("eu_west_1", "Invalid Region", "Write \"eu-west-1\""),
            (" eu-west-1\n", "Invalid Region", "Write \"eu-west-1\""),
            ("Ireland", "Invalid Region", "Write one such as \"eu-west-1\""),
            ("eu-west", "Invalid Region", "Write one such as"),
            ("eu-1", "Invalid Region", "Write one such as"),
            ("eu--1", "Invalid Region", "Write one such as"),
            ("aws-global", "Invalid Region", "Write one such as"),
            ("arn:aws:apigateway:eu-west-1::/apis", "Invalid Region", "Write one such as"),
        ] {
            let (found, detail) = refusal(text);
            assert_eq!(found, summary, "{text:?}");
            assert!(detail.contains(instead), "{detail}");
        }
    }

    #[test]
    fn a_region_that_was_configured_or_stored_may_have_any_form_that_a_host_can_hold() {
        for text in ["local", "Region1", "eu-west-1"] {
            assert_eq!(Region::from_api(text).map(|region| region.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-", "-a", "a-", "a b", "a.b", "eu-west-1\n", "ü", &"a".repeat(64)] {
            assert_eq!(Region::from_api(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_parses_is_a_region_for_a_host_and_reads_back(text in "([a-z]{1,5}-){2,3}[0-9]{1,2}|\\PC{0,20}") {
            if let Ok(region) = Region::parse(&text) {
                prop_assert_eq!(region.as_str(), &text);
                prop_assert_eq!(Region::from_api(&text), Some(region));
            }
        }
    }
}
