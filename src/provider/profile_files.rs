//! The shared configuration and credentials files, which hold profiles.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use aws_config::profile::{self, ProfileFileLoadError, ProfileSet};
use aws_runtime::env_config::EnvConfigValue;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use tf_provider::{AttributePath, Diagnostic};

use super::setting::{Origin, Setting};
use super::settings::Settings;
use super::variables::Variables;
use crate::diagnostic::{about, general};
use crate::gateway::causes::{io_words, root_words};

/// The profiles of all files, and which one is used.
#[derive(Clone, Debug)]
pub(super) struct Profiles {
    sections: ProfileSet,
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
        let mut texts = Vec::new();
        for (kind, files) in
            [(EnvConfigFileKind::Config, &configurations), (EnvConfigFileKind::Credentials, &credentials)]
        {
            for file in files {
                texts.push((kind, file.text()?));
            }
        }
        let files: Vec<_> = configurations.into_iter().chain(credentials).collect();
        let (used, named_by) = used(settings, variables);
        let parsed = parse(&texts, &used).await;
        let Ok(sections) = parsed else { return Err(malformed(&files, &texts).await) };
        let names = files.into_iter().map(|file| file.name).collect();
        let profiles = Self { sections, names, used, named_by };
        profiles.check()?;
        Ok(profiles)
    }

    /// Refuses a profile that is named and in no file.
    fn check(&self) -> Result<(), Diagnostic> {
        match &self.named_by {
            Some(origin) if self.used != "default" && !self.has(&self.used) => Err(origin.refuse(
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
        self.sections.get_profile(profile).is_some()
    }

    /// A setting of the profile that is used.
    pub(super) fn setting(&self, key: &'static str) -> Option<Setting> {
        self.setting_of(&self.used, key)
    }

    /// A setting of a profile; an empty one is not set.
    pub(super) fn setting_of(&self, profile: &str, key: &'static str) -> Option<Setting> {
        let value = text(self.sections.get_profile(profile)?.get(key)?)?;
        Some(Setting { value, origin: Origin::Profile { profile: profile.to_owned(), key } })
    }

    /// A setting of an `sso-session` section; `None` as well when there is no such section.
    pub(super) fn of_sso_session(&self, session: &str, key: &str) -> Option<String> {
        text(self.sections.sso_session(session)?.get(key)?)
    }

    /// The `endpoint_url` that the profile's `services` section has for a service.
    pub(super) fn endpoint_of(&self, service_id: &str) -> Option<Setting> {
        // Without a variable's name, only the profile is looked in.
        let of_service = EnvConfigValue::new().profile("endpoint_url").service_id(service_id);
        let environment = Default::default();
        let (value, _) = of_service.load(&environment, Some(&self.sections))?;
        let origin = Origin::Profile { profile: self.used.clone(), key: "endpoint_url" };
        Some(Setting { value: text(&value)?, origin })
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

fn text(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// A shared file.
struct File {
    /// As it was named.
    name: String,
    path: PathBuf,
    /// The attribute that names it. Only such a file has to exist.
    attribute: Option<AttributePath>,
}

impl File {
    fn all(
        attribute: &'static str,
        named: &[String],
        (variables, variable, default): (&Variables, &str, &str),
    ) -> Vec<Self> {
        if named.is_empty() {
            let name = variables.get(variable).unwrap_or(default).to_owned();
            return vec![Self { path: expand_home(&name), name, attribute: None }];
        }
        let files = (0_i64..).zip(named).map(|(index, name)| Self {
            name: name.clone(),
            path: expand_home(name),
            attribute: Some(AttributePath::new(attribute).index(index)),
        });
        files.collect()
    }

    fn text(&self) -> Result<String, Diagnostic> {
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
        match std::fs::read(&self.path) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not a text in UTF-8"))?;
                Ok(text.trim_start_matches('\u{feff}').to_owned())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.attribute.is_none() => {
                Ok(String::new())
            }
            Err(error) => Err(unreadable(&io_words(&error))),
        }
    }
}

async fn parse(
    texts: &[(EnvConfigFileKind, String)],
    used: &str,
) -> Result<ProfileSet, ProfileFileLoadError> {
    let files = texts
        .iter()
        .fold(EnvConfigFiles::builder(), |builder, (kind, text)| builder.with_contents(*kind, text));
    // Every text is given, so neither files nor variables are read.
    let (filesystem, environment) = Default::default();
    profile::load(&filesystem, &environment, &files.build(), Some(Cow::Owned(used.to_owned()))).await
}

/// Which of the files is not in the form of such files, and at which line.
async fn malformed(files: &[File], texts: &[(EnvConfigFileKind, String)]) -> Diagnostic {
    let mut detail = "A shared file is not in the form of such files.".to_owned();
    for (file, text) in files.iter().zip(texts) {
        if let Err(error) = parse(std::slice::from_ref(text), "default").await {
            let words = root_words(&error);
            // `error parsing … on line 3:\n  …`; the words about the line repeat nothing of it.
            let (place, why) = words.split_once(":\n").unwrap_or(("", &words));
            let line =
                place.rsplit_once(" on line ").map(|(_, line)| format!(", line {line}")).unwrap_or_default();
            detail =
                format!("{}{line}, cannot be understood: {}", file.name, why.trim().trim_end_matches('.'));
            break;
        }
    }
    general("Unreadable Shared File", format!("{detail}. Correct the file."))
}

/// A path with a leading `~/` replaced by the home directory, as in AWS files.
pub(super) fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(path).to_owned(),
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
        let sections = parse(&[(EnvConfigFileKind::Config, config.to_owned())], &used).await.unwrap();
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
        let missing = profiles("", &in_block("nope"), &Variables::default()).await.unwrap_err();
        assert_eq!(missing.attribute, AttributePath::new("profile"));
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
            let variables = Variables::from([(variable, "nope")]);
            let missing = profiles("", &Settings::default(), &variables).await.unwrap_err();
            assert!(missing.detail.contains(&format!("Correct the name in {variable},")), "{missing:?}");
        }
        assert!(profiles("", &Settings::default(), &Variables::default()).await.is_ok());
        let named_default = Variables::from([("AWS_PROFILE", "default")]);
        assert!(profiles("", &Settings::default(), &named_default).await.is_ok());
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
        let refusal = Profiles::read(&settings, &Variables::default()).await.unwrap_err();
        assert!(
            refusal.detail.starts_with(&format!("{broken}, line 3, cannot be understood: ")),
            "{refusal:?}"
        );
        assert!(!refusal.detail.contains("s3cr3t"), "{refusal:?}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn an_endpoint_of_a_services_section_is_found_by_the_service() {
        let config = "[default]\nendpoint_url = http://other\n[profile team]\nservices = local\nendpoint_url = http://all\n[services local]\nsts =\n  \
                      endpoint_url = http://sts\napi-gateway =\n  endpoint_url = http://v1\n";
        let found = profiles(config, &in_block("team"), &Variables::default()).await.unwrap();
        let url = |service| found.endpoint_of(service).map(|url| url.value);
        assert_eq!(url("STS").as_deref(), Some("http://sts"));
        assert_eq!(url("API Gateway").as_deref(), Some("http://v1"));
        assert_eq!(url("ApiGatewayV2").as_deref(), Some("http://all"));
    }
}
