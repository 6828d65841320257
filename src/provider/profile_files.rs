//! The shared configuration and credentials files, which hold profiles.

use std::io;
use std::path::PathBuf;

use tf_provider::{AttributePath, Diagnostic};

use super::paths::expanded;
use super::setting::{Origin, Setting};
use super::settings::Settings;
use super::shared_file::{About, Kind, Sections};
use super::variables::Variables;
use crate::diagnostic::{about, general};
use crate::gateway::causes::io_words;

/// The profiles of all files, and which one is used.
// No `Debug`: it holds secrets.
#[derive(Clone)]
pub(super) struct Profiles {
    sections: Sections,
    /// The files, as they were named.
    names: Vec<String>,
    /// The name of the profile that is used.
    pub(super) used: String,
    /// What names it; `None` when it is the default one.
    pub(super) named_by: Option<Origin>,
}

impl Profiles {
    /// Reads the files that the provider block names, else those that the environment
    /// names, else the default ones. Of several files a later one goes before an earlier one.
    ///
    /// # Errors
    /// A file that the provider block names and that cannot be read, one that is not in
    /// the form of such files, and a profile that is named and in no file.
    pub(super) async fn read(settings: &Settings, variables: &Variables) -> Result<Self, Diagnostic> {
        let configurations = File::all(
            "shared_config_files",
            &settings.shared_config_files,
            (variables, "AWS_CONFIG_FILE", "~/.aws/config"),
        );
        let credentials = File::all(
            "shared_credentials_files",
            &settings.shared_credentials_files,
            (variables, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        );
        let mut sections = Sections::default();
        for (kind, files) in [(Kind::Configuration, &configurations), (Kind::Credentials, &credentials)] {
            for file in files {
                let added = sections.add(kind, &file.text().await?);
                added.map_err(|malformed| {
                    let detail = format!("{}, {malformed}. Correct the file.", file.name);
                    general("Unreadable Shared File", detail)
                })?;
            }
        }
        let files = configurations.into_iter().chain(credentials);
        let (used, named_by) = used(settings, variables);
        let names = files.map(|file| file.name).collect();
        let profiles = Self { sections, names, used, named_by };
        profiles.check()?;
        Ok(profiles)
    }

    /// Refuses a profile that is named and in no file.
    fn check(&self) -> Result<(), Diagnostic> {
        match &self.named_by {
            Some(origin) if !self.has(&self.used) => Err(origin.refuse(
                "AWS Profile Not Found",
                format!(
                    "There is no profile {:?} in {}. Correct the name in {origin}, or add the profile.",
                    self.used,
                    self.names()
                ),
            )),
            _ => Ok(()),
        }
    }

    /// `~/.aws/config or ~/.aws/credentials`.
    pub(super) fn names(&self) -> String {
        self.names.join(" or ")
    }

    /// Whether a file has a profile of this name.
    pub(super) fn has(&self, profile: &str) -> bool {
        self.sections.has(About::Profile, profile)
    }

    /// A setting of the profile that is used.
    pub(super) fn setting(&self, key: &'static str) -> Option<Setting> {
        self.setting_of(&self.used, key)
    }

    /// A setting of a profile; an empty one is not set.
    pub(super) fn setting_of(&self, profile: &str, key: &'static str) -> Option<Setting> {
        let value = self.sections.get(About::Profile, profile, key)?.to_owned();
        Some(Setting { value, origin: Origin::Profile { profile: profile.to_owned(), key } })
    }

    /// A setting of an `sso-session` section; `None` as well when there is no such section.
    pub(super) fn of_sso_session(&self, session: &str, key: &str) -> Option<String> {
        self.sections.get(About::SsoSession, session, key).map(str::to_owned)
    }

    /// The `endpoint_url` that the profile's `services` section has for a service, by its
    /// identifier in the SDKs' reference guide.
    ///
    /// # Errors
    /// The profile names a section that is not there: its services would be called at AWS.
    pub(super) fn endpoint_of(&self, service: &str) -> Result<Option<Setting>, Diagnostic> {
        let Some(section) = self.setting("services") else { return Ok(None) };
        if !self.sections.has(About::Services, &section.value) {
            let Setting { value, origin } = section;
            let hint = "Add it with the endpoints of the services, or remove the setting.";
            let detail = format!("{origin} is {value:?}, and there is no section [services {value}]. {hint}");
            return Err(origin.refuse("Missing Services Section", detail));
        }
        let url = self.sections.below(About::Services, &section.value, service, "endpoint_url");
        let origin = Origin::Profile { profile: self.used.clone(), key: "endpoint_url" };
        Ok(url.map(|url| Setting { value: url.to_owned(), origin }))
    }
}

/// The name of the profile that is used, and what names it.
fn used(settings: &Settings, variables: &Variables) -> (String, Option<Origin>) {
    let block = settings.profile.clone().map(|name| (name, Origin::block("profile")));
    let named = block.or_else(|| {
        let (variable, name) = variables.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])?;
        Some((name.to_owned(), Origin::Variable(variable.to_owned().into())))
    });
    named.map_or_else(|| ("default".to_owned(), None), |(name, origin)| (name, Some(origin)))
}

/// A shared file.
struct File {
    /// As it was named.
    name: String,
    path: PathBuf,
    /// The attribute that names it. Only such a file has to exist.
    attribute: Option<AttributePath>,
    /// Whether nothing names it, and it is looked for where it usually is.
    is_default: bool,
}

impl File {
    fn all(
        attribute: &'static str,
        named: &[String],
        (variables, variable, default): (&Variables, &str, &str),
    ) -> Vec<Self> {
        if named.is_empty() {
            let found = variables.get(variable);
            let name = found.unwrap_or(default).to_owned();
            return vec![Self { path: expanded(&name), name, attribute: None, is_default: found.is_none() }];
        }
        let files = (0_i64..).zip(named).map(|(index, name)| Self {
            name: name.clone(),
            path: expanded(name),
            attribute: Some(AttributePath::new(attribute).index(index)),
            is_default: false,
        });
        files.collect()
    }

    /// Whether a file with this error is as one that is not there. So is the home of another
    /// user, which a container may have, for a default file, as in hashicorp/aws.
    fn is_passed_over(&self, error: io::ErrorKind) -> bool {
        let is_missing = matches!(error, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
        let is_of_others = self.is_default && error == io::ErrorKind::PermissionDenied;
        self.attribute.is_none() && (is_missing || is_of_others)
    }

    async fn text(&self) -> Result<String, Diagnostic> {
        let unreadable = |why: &str| {
            let detail =
                format!("{} cannot be read: {why}. Correct the path or the file", self.path.display());
            match &self.attribute {
                Some(attribute) => about(
                    attribute.clone(),
                    "Unreadable Shared File",
                    format!("{detail}, or remove it from the list; without any, the default file is read."),
                ),
                None => general("Unreadable Shared File", format!("{detail}.")),
            }
        };
        match tokio::fs::read(&self.path).await {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not a text in UTF-8"))?;
                Ok(text.trim_start_matches('\u{feff}').to_owned())
            }
            Err(error) if self.is_passed_over(error.kind()) => Ok(String::new()),
            Err(error) => Err(unreadable(&io_words(&error))),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The profiles of a configuration file, with the profile that these settings name.
    pub(in crate::provider) async fn profiles(
        config: &str,
        settings: &Settings,
        variables: &Variables,
    ) -> Result<Profiles, Diagnostic> {
        let (used, named_by) = used(settings, variables);
        let mut sections = Sections::default();
        sections.add(Kind::Configuration, config).unwrap();
        let profiles = Profiles { sections, names: vec!["~/.aws/config".to_owned()], used, named_by };
        profiles.check()?;
        Ok(profiles)
    }

    fn in_block(profile: &str) -> Settings {
        Settings { profile: Some(profile.to_owned()), ..Settings::default() }
    }

    #[tokio::test]
    async fn the_block_then_either_variable_names_the_profile() {
        let config = "[profile block]\n[profile own]\n[profile other]\n[default]\n";
        for (block, variables, used) in [
            ("block", &[("AWS_PROFILE", "own"), ("AWS_DEFAULT_PROFILE", "other")][..], "block"),
            ("", &[("AWS_PROFILE", "own"), ("AWS_DEFAULT_PROFILE", "other")], "own"),
            ("", &[("AWS_PROFILE", " "), ("AWS_DEFAULT_PROFILE", "other")], "other"),
            ("", &[("AWS_PROFILE", "")], "default"),
            ("", &[], "default"),
        ] {
            let settings = if block.is_empty() { Settings::default() } else { in_block(block) };
            let found = profiles(config, &settings, &Variables::from(variables)).await.unwrap();
            assert_eq!(found.used, used, "{block} {variables:?}");
        }
    }

    #[tokio::test]
    async fn a_named_profile_that_is_in_no_file_is_refused_by_the_name_of_its_setting() {
        let missing = profiles("", &in_block("nope"), &Variables::default()).await.err().unwrap();
        assert_eq!(missing.attribute, AttributePath::new("profile"));
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
            let variables = Variables::from([(variable, "nope")]);
            let missing = profiles("", &Settings::default(), &variables).await.err().unwrap();
            assert!(missing.detail.contains(&format!("Correct the name in {variable},")), "{missing:?}");
        }
        assert!(profiles("", &Settings::default(), &Variables::default()).await.is_ok());
    }

    #[tokio::test]
    async fn a_second_file_adds_profiles_and_goes_before_the_first() {
        let folder = std::env::temp_dir().join(format!("profiles-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let settings = Settings {
            profile: Some("team".to_owned()),
            shared_config_files: vec![
                file(
                    "first",
                    "[default]\nregion = eu-west-1\n[profile team]\nregion = eu-west-1\noutput = json\n",
                ),
                file("second", "\u{feff}[profile team]\nregion = eu-north-1\n"),
            ],
            ..Settings::default()
        };
        let found = Profiles::read(&settings, &Variables::default()).await.unwrap();
        assert!(found.setting("region").is_some_and(|region| region.value == "eu-north-1"));
        assert!(found.setting("output").is_some());

        let broken = file("broken", "[default]\nregion = eu-west-1\nno sign of a setting s3cr3t\n");
        let settings = Settings { shared_config_files: vec![broken.clone()], ..Settings::default() };
        let refusal = Profiles::read(&settings, &Variables::default()).await.err().unwrap();
        assert!(
            refusal.detail.starts_with(&format!("{broken}, line 3, cannot be understood: ")),
            "{refusal:?}"
        );
        assert!(!refusal.detail.contains("s3cr3t"), "{refusal:?}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_a_file_that_something_names_has_to_be_readable() {
        use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied};
        let passed_over = |named: &[String], variables: &[(&str, &str)]| {
            let from = (&Variables::from(variables), "AWS_CONFIG_FILE", "~/.aws/config");
            let file = &File::all("shared_config_files", named, from)[0];
            let kinds = [NotFound, NotADirectory, PermissionDenied, IsADirectory];
            kinds.map(|kind| file.is_passed_over(kind))
        };
        assert_eq!(passed_over(&[], &[]), [true, true, true, false]);
        assert_eq!(passed_over(&[], &[("AWS_CONFIG_FILE", "/f")]), [true, true, false, false]);
        assert_eq!(passed_over(&["/f".to_owned()], &[]), [false; 4]);
    }

    #[tokio::test]
    async fn an_endpoint_of_a_services_section_is_found_by_the_service() {
        let config = "[default]\nendpoint_url = http://other\n[profile team]\nservices = local\nendpoint_url = http://all\n[services local]\nsts =\n  \
                      endpoint_url = http://sts\napi_gateway =\n  endpoint_url = http://v1\n";
        let found = profiles(config, &in_block("team"), &Variables::default()).await.unwrap();
        let url = |service| found.endpoint_of(service).unwrap().map(|url| url.value);
        assert_eq!(url("sts").as_deref(), Some("http://sts"));
        assert_eq!(url("api_gateway").as_deref(), Some("http://v1"));
        assert_eq!(url("apigatewayv2"), None);

        let config = config.replace("[services local]", "[services other]");
        let found = profiles(&config, &in_block("team"), &Variables::default()).await.unwrap();
        let refused = found.endpoint_of("sts").err().unwrap();
        assert!(refused.detail.contains("there is no section [services local]"), "{refused:?}");
    }
}
