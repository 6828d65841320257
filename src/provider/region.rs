//! Which region is called.

use tf_provider::{AttributePath, Diagnostic};

use super::setting::Setting;
use super::sources::Sources;
use crate::diagnostic::about;
use crate::names::Region;

/// The summary for a region that AWS does not have.
pub(super) const UNKNOWN: &str = "Unknown AWS Region";
/// What to do about one.
pub(super) const NO_SUCH_REGION: &str = "No region of AWS that this provider knows has such a name. Correct it \
     (regions are called like \"eu-west-1\"). For a stand-in with regions of its own, or a region of a newer kind, set \
     skip_region_validation = true in the provider block.";

/// The region that the provider block, the environment or the profile names; `None` when
/// instance metadata is to be asked.
///
/// # Errors
/// What they name has not the form of a region of AWS, or of any where that is not asked for.
pub(super) fn decide(sources: &Sources<'_>) -> Result<Option<Region>, Diagnostic> {
    let found = sources.find(
        "region",
        sources.settings.region.as_ref(),
        &["AWS_REGION", "AWS_DEFAULT_REGION"],
        Some("region"),
    );
    found.map(|found| parsed(sources, found)).transpose()
}

/// The region whose STS is called, where the provider block names one.
///
/// # Errors
/// As above.
pub(super) fn of_sts(sources: &Sources<'_>) -> Result<Option<Region>, Diagnostic> {
    let found = sources.find("sts_region", sources.settings.sts_region.as_ref(), &[], None);
    found.map(|found| parsed(sources, found)).transpose()
}

fn parsed(sources: &Sources<'_>, found: Setting) -> Result<Region, Diagnostic> {
    if sources.settings.skip_region_validation == Some(true) {
        let hint =
            "Write at most 63 letters, digits and other characters of ASCII, without blanks and slashes.";
        return found.parsed(Region::from_api, "Invalid AWS Region", hint);
    }
    found.parsed(of_a_partition, UNKNOWN, NO_SUCH_REGION)
}

fn of_a_partition(name: &str) -> Option<Region> {
    Region::from_api(name).filter(|region| region.partition().is_some())
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
        Ok(decide(&sources)?.map(|region| region.to_string()))
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
        let settings = Settings { sts_region: Some("mars north".to_owned()), ..Settings::default() };
        let variables = Variables::default();
        let profiles = profiles("", &settings, &variables).await.unwrap();
        let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
        assert_eq!(of_sts(&sources).unwrap_err().attribute, AttributePath::new("sts_region"));
        let refused = decided("", &[], "[default]\nregion = eu\n").await.unwrap_err();
        assert!(refused.detail.starts_with("region of the profile \"default\" is \"eu\""), "{refused:?}");
    }

    #[tokio::test]
    async fn any_name_that_can_be_signed_for_passes_where_the_form_is_not_asked_for() {
        let decided = async |name: &str, skip_region_validation| {
            let settings =
                Settings { region: Some(name.to_owned()), skip_region_validation, ..Settings::default() };
            let variables = Variables::default();
            let profiles = profiles("", &settings, &variables).await?;
            let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
            decide(&sources).map(|region| region.map(|region| region.to_string()))
        };
        for name in ["mars-north-1", "local", "Region_1"] {
            assert_eq!(decided(name, Some(true)).await, Ok(Some(name.to_owned())));
            assert_eq!(decided(name, Some(false)).await.unwrap_err().summary, "Unknown AWS Region", "{name}");
        }
        for name in ["eu west 1", "eu-west-1/x"] {
            let refused = decided(name, Some(true)).await.unwrap_err();
            assert_eq!(refused.summary, "Invalid AWS Region", "{name}");
            assert_eq!(refused.attribute, AttributePath::new("region"));
        }
    }
}
