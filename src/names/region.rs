//! The region of AWS.

use super::{Rule, name_methods, quoted, table};

/// A region such as `eu-west-1` or `eusc-de-east-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);
name_methods!(Region, called "The region", NOT_A_REGION, RULES);

/// The most characters that the part of a host name can have in which the region stands (RFC
/// 1035).
const MAX_LENGTH: usize = 63;

/// What is something else than a region.
pub(super) const NOT_A_REGION: &[Rule] = &[(&table::REGION_MISSING, empty), (&table::REGION_ZONE, zone)];

pub(super) const RULES: &[Rule] = &[(&table::REGION_FORM, other_form)];

/// The partitions of AWS, and what comes before the place and the number in the names of their
/// regions: the `regionRegex` of the partitions that AWS publishes with its SDKs.
const PARTITIONS: &[(&str, &[&str])] = &[
    ("aws", &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"]),
    ("aws-cn", &["cn"]),
    ("aws-eusc", &["eusc-de"]),
    ("aws-us-gov", &["us-gov"]),
    ("aws-iso", &["us-iso"]),
    ("aws-iso-b", &["us-isob"]),
    ("aws-iso-e", &["eu-isoe"]),
    ("aws-iso-f", &["us-isof"]),
];

impl Region {
    /// The region of a configured provider, or of a state. What stands in for AWS may have
    /// regions of any form. `None` for a text that no signature can hold.
    pub fn from_api(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= MAX_LENGTH;
        (fits && text.chars().all(|c| c.is_ascii_graphic() && c != '/')).then(|| Self(text.to_owned()))
    }

    /// The partition of AWS that the region belongs to, such as `aws` or `aws-cn`, by the form of
    /// its name; `None` where it is not known. Accounts and credentials are of one partition.
    pub fn partition(&self) -> Option<&'static str> {
        let (rest, number) = self.0.rsplit_once('-')?;
        let (area, place) = rest.rsplit_once('-')?;
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let is_place = !place.is_empty() && place.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let (partition, _) = PARTITIONS.iter().find(|(_, areas)| areas.contains(&area))?;
        (is_number && is_place).then_some(*partition)
    }
}

fn empty(text: &str) -> Option<String> {
    let found = "is empty. Give one such as \"eu-west-1\", or null for the provider's.";
    text.is_empty().then(|| found.to_owned())
}

/// `eu-west-1a`: a region with a letter after its number.
fn zone(text: &str) -> Option<String> {
    let region = text.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    let is_region = region.ends_with(|c: char| c.is_ascii_digit()) && region.matches('-').count() >= 2;
    (is_region && has_form(region))
        .then(|| format!("is an availability zone. Write its region, {}.", quoted(region)))
}

/// What all regions have in common; a new one may differ in the rest.
fn other_form(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace('_', "-");
    let is_close = has_form(&lower) && lower.contains('-');
    let instead = if is_close { quoted(&lower) } else { "one such as \"eu-west-1\"".to_owned() };
    (!has_form(text)).then(|| {
        format!("is not a region: that is lower-case letters and digits, joined by hyphens. Write {instead}.")
    })
}

fn has_form(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.len() <= MAX_LENGTH && text.split('-').all(is_part)
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
    fn regions_of_every_partition_are_read_and_tell_it() {
        for (region, partition) in [
            ("eu-west-1", Some("aws")),
            ("ap-southeast-7", Some("aws")),
            ("us-northeast-10", Some("aws")),
            ("mx-central-1", Some("aws")),
            ("cn-northwest-1", Some("aws-cn")),
            ("us-gov-east-1", Some("aws-us-gov")),
            ("us-iso-west-1", Some("aws-iso")),
            ("us-isob-east-1", Some("aws-iso-b")),
            ("eu-isoe-west-1", Some("aws-iso-e")),
            ("us-isof-south-1", Some("aws-iso-f")),
            ("eusc-de-east-1", Some("aws-eusc")),
            // A new one, and one of what stands in for AWS.
            ("nz-south-1", None),
            ("local", None),
        ] {
            assert_eq!(Region::parse(region).map(|region| region.partition()), Ok(partition), "{region}");
        }
        for other in ["eu-west", "eu-west-1a", "EU-WEST-1", "us--1", "us-1", "-west-1"] {
            assert_eq!(Region::from_api(other).unwrap().partition(), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_region_is_refused_with_what_to_write() {
        for (text, summary, instead) in [
            ("", "Missing Region", "null for the provider's"),
            ("eu-west-1a", "Region Is an Availability Zone", "Write its region, \"eu-west-1\""),
            ("us-gov-west-1b", "Region Is an Availability Zone", "\"us-gov-west-1\""),
            ("EU-WEST-1", "Invalid Region", "Write \"eu-west-1\""),
            ("eu_west_1", "Invalid Region", "Write \"eu-west-1\""),
            (" eu-west-1\n", "Invalid Region", "Write \"eu-west-1\""),
            ("Ireland", "Invalid Region", "Write one such as \"eu-west-1\""),
            ("eu--1", "Invalid Region", "Write one such as"),
            ("-eu-west-1", "Invalid Region", "Write one such as"),
            ("arn:aws:apigateway:eu-west-1::/apis", "Invalid Region", "Write one such as"),
            (&"a".repeat(64), "Invalid Region", "Write one such as"),
        ] {
            let (found, detail) = refusal(text);
            assert_eq!(found, summary, "{text:?}");
            assert!(detail.contains(instead), "{detail}");
        }
    }

    #[test]
    fn a_region_that_was_configured_or_stored_may_have_any_form_that_can_be_signed() {
        for text in ["local", "Region_1", "eu-west-1"] {
            assert_eq!(Region::from_api(text).map(|region| region.to_string()).as_deref(), Some(text));
        }
        for text in ["", "a b", "a/b", "eu-west-1\n", "ü", "\0", &"a".repeat(64)] {
            assert_eq!(Region::from_api(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_parses_can_be_stored_and_reads_back(text in "([a-z]{1,5}-){2,3}[0-9]{1,2}|\\PC{0,20}") {
            if let Ok(region) = Region::parse(&text) {
                prop_assert_eq!(region.as_str(), &text);
                prop_assert_eq!(Region::from_api(&text), Some(region));
            }
        }
    }
}
