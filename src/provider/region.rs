//! Which region is called.

use tf_provider::{AttributePath, Diagnostic};

use super::setting::Setting;
use super::sources::Sources;
use crate::diagnostic::about;

/// The region that the provider block, the environment or the profile names; `None` when
/// instance metadata is to be asked.
///
/// # Errors
/// What they name has not the form of a region.
pub(super) fn decide(sources: &Sources<'_>) -> Result<Option<Setting>, Diagnostic> {
    let found = sources.find(
        "region",
        sources.settings.region.as_ref(),
        &["AWS_REGION", "AWS_DEFAULT_REGION"],
        Some("region"),
    );
    match found {
        Some(region) if sources.settings.skip_region_validation != Some(true) => check(region).map(Some),
        found => Ok(found),
    }
}

fn check(region: Setting) -> Result<Setting, Diagnostic> {
    let hint = "No region of AWS has such a name. Correct it (regions are called like \"eu-west-1\"); for a stand-in \
                with regions of its own, or a region that is newer than this provider, set skip_region_validation = \
                true in the provider block.";
    region.parsed(|name| partition(name).map(|_| name.to_owned()), "Unknown AWS Region", hint)
}

/// The partitions, and what comes before the place and the number in the names of their
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

/// The partition of a region, by the form of its name.
pub(super) fn partition(region: &str) -> Option<&'static str> {
    let (rest, number) = region.rsplit_once('-')?;
    let (area, place) = rest.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_place = !place.is_empty() && place.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let (name, _) = PARTITIONS.iter().find(|(_, areas)| areas.contains(&area))?;
    (is_number && is_place).then_some(*name)
}

/// No source of regions has one; `metadata` says what asking for instance metadata led to.
pub(super) fn missing(sources: &Sources<'_>, metadata: &str) -> Diagnostic {
    let profiles = sources.profiles;
    let (used, files) = (&profiles.used, profiles.names());
    let of_profile = match profiles.has(used) {
        true => format!("profile {used:?} in {files}: no region"),
        false => format!("profile {used:?}: not in {files}"),
    };
    about(
        AttributePath::new("region"),
        "Missing AWS Region",
        format!(
            "No AWS region is configured. Set `region` in the provider block, or AWS_REGION. Looked in:\n\n  \
             - provider block: region is not set\n  \
             - environment: AWS_REGION and AWS_DEFAULT_REGION are not set\n  \
             - {of_profile}\n  \
             - EC2 instance metadata: {metadata}",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::profile_files::tests::profiles;
    use super::super::settings::Settings;
    use super::super::variables::Variables;
    use super::*;

    #[test]
    fn a_region_is_told_by_its_form_and_new_ones_pass() {
        for (region, of) in [
            ("eu-west-1", Some("aws")),
            ("us-east-1", Some("aws")),
            ("mx-central-1", Some("aws")),
            ("ap-southeast-12", Some("aws")),
            ("eusc-de-east-1", Some("aws-eusc")),
            ("cn-northwest-1", Some("aws-cn")),
            ("us-gov-west-1", Some("aws-us-gov")),
            ("us-isof-south-1", Some("aws-iso-f")),
            ("eu-isoe-west-1", Some("aws-iso-e")),
            ("mars-north-1", None),
            ("eu-west", None),
            ("eu-west-1a", None),
            ("eu west-1", None),
            ("EU-WEST-1", None),
            ("us--1", None),
            ("", None),
        ] {
            assert_eq!(partition(region), of, "{region}");
        }
    }

    async fn decided(
        block: &str,
        variables: &[(&str, &str)],
        config: &str,
    ) -> Result<Option<String>, Diagnostic> {
        let settings = Settings {
            region: Some(block.to_owned()).filter(|region| !region.is_empty()),
            ..Settings::default()
        };
        let variables = Variables::from(variables);
        let profiles = profiles(config, &settings, &variables).await?;
        let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
        Ok(decide(&sources)?.map(|region| region.value))
    }

    #[tokio::test]
    async fn block_then_environment_then_profile_name_the_region() {
        let config = "[default]\nregion = eu-south-1\n[profile team]\nregion = eu-north-1\nrole_arn = r\n";
        for (block, variables, region) in [
            ("eu-west-1", &[("AWS_REGION", "us-east-1")][..], Some("eu-west-1")),
            ("", &[("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-east-2")], Some("us-east-1")),
            ("", &[("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "us-east-2")], Some("us-east-2")),
            ("", &[("AWS_REGION", "us-east-1\n")], Some("us-east-1")),
            ("", &[("AWS_PROFILE", "team")], Some("eu-north-1")),
            ("", &[], Some("eu-south-1")),
        ] {
            assert_eq!(decided(block, variables, config).await.unwrap().as_deref(), region, "{variables:?}");
        }
        assert_eq!(decided("", &[], "").await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_no_region_is_refused_where_it_is() {
        let refused = decided("mars-north-1", &[], "").await.unwrap_err();
        assert_eq!(refused.attribute, AttributePath::new("region"));
        assert!(refused.detail.contains("\"mars-north-1\""), "{refused:?}");
        let refused = decided("", &[("AWS_REGION", "mars-north-1")], "").await.unwrap_err();
        assert!(refused.detail.starts_with("AWS_REGION is \"mars-north-1\""), "{refused:?}");
        let refused = decided("", &[], "[default]\nregion = eu\n").await.unwrap_err();
        assert!(refused.detail.starts_with("region of the profile \"default\" is \"eu\""), "{refused:?}");
    }
}
