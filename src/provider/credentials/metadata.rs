//! Instance metadata: the region and the role of an EC2 instance.

use std::fmt;
use std::time::Duration;

use aws_config::imds::client::{EndpointMode, ImdsResponseRetryClassifier};
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use tf_provider::Diagnostic;

use super::failure::{Failure, SUMMARY};
use crate::names::Region;
use crate::provider::endpoint_urls::address;
use crate::provider::setting::Setting;
use crate::provider::sources::Sources;

/// How instance metadata is asked.
#[derive(Clone)]
pub(in crate::provider) struct MetadataSettings {
    /// What says that it is not to be asked.
    disabled_by: Option<&'static str>,
    endpoint: Option<String>,
    mode: Option<EndpointMode>,
    attempts: u32,
    /// For one attempt.
    timeout: Duration,
}

/// Where an instance names its role.
const ROLE: &str = "/latest/meta-data/iam/security-credentials/";

/// The longest that an answer may take, whatever the settings say of its attempts.
const LONGEST: Duration = Duration::from_secs(60);

/// Where nothing says that this is an instance, it is asked once, for a second.
const UNLIKELY: (u32, Duration) = (1, Duration::from_secs(1));
const LIKELY: (u32, Duration) = (3, Duration::from_secs(2));

impl MetadataSettings {
    /// What the provider block says, else the environment, else the profile.
    ///
    /// # Errors
    /// A setting whose value does not exist.
    pub(in crate::provider) fn decide(sources: &Sources<'_>, is_instance: bool) -> Result<Self, Diagnostic> {
        let settings = sources.settings;
        let disabled = sources.flag(None, "AWS_EC2_METADATA_DISABLED", None)?;
        let disabled_by = match (settings.skip_metadata_api_check, disabled) {
            (Some(true), _) => Some("skip_metadata_api_check"),
            (_, Some(true)) => Some("AWS_EC2_METADATA_DISABLED"),
            _ => None,
        };
        let endpoint = sources.find(
            "ec2_metadata_service_endpoint",
            settings.ec2_metadata_service_endpoint.as_ref(),
            &["AWS_EC2_METADATA_SERVICE_ENDPOINT"],
            Some("ec2_metadata_service_endpoint"),
        );
        let mode = sources.find(
            "ec2_metadata_service_endpoint_mode",
            settings.ec2_metadata_service_endpoint_mode.as_ref(),
            &["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
            Some("ec2_metadata_service_endpoint_mode"),
        );
        let (attempts, timeout) = if is_instance || endpoint.is_some() { LIKELY } else { UNLIKELY };
        let number = |variable, key| {
            let found = sources.outside(&[variable], Some(key));
            let number = found.map(|found| {
                let parse = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=60).contains(number));
                found.parsed(parse, "Invalid Metadata Setting", "Write a whole number from 1 to 60.")
            });
            number.transpose()
        };
        let seconds = number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")?;
        Ok(Self {
            disabled_by,
            endpoint: endpoint.map(address).transpose()?,
            mode: mode.map(parsed_mode).transpose()?,
            attempts: number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")?
                .unwrap_or(attempts),
            timeout: seconds.map_or(timeout, |seconds| Duration::from_secs(seconds.into())),
        })
    }

    /// The longest that an answer may take.
    pub(super) fn limit(&self) -> Duration {
        LONGEST.min(self.timeout * self.attempts)
    }
}

fn parsed_mode(mode: Setting) -> Result<EndpointMode, Diagnostic> {
    mode.parsed(|word| word.parse().ok(), "Invalid Metadata Setting", "Write IPv4 or IPv6.")
}

/// Instance metadata, ready to be asked.
pub(in crate::provider) struct Metadata {
    pub(super) settings: MetadataSettings,
    client: aws_config::imds::Client,
    config: ProviderConfig,
}

impl Metadata {
    /// Metadata that is asked over this client.
    pub(in crate::provider) fn new(settings: MetadataSettings, http: SharedHttpClient) -> Self {
        let config = ProviderConfig::without_region().with_http_client(http);
        let mut client = aws_config::imds::Client::builder()
            .configure(&config)
            .max_attempts(settings.attempts)
            .connect_timeout(settings.timeout)
            .read_timeout(settings.timeout)
            .operation_attempt_timeout(settings.timeout)
            .operation_timeout(settings.limit())
            // By itself it gives up at the first attempt without an answer.
            .retry_classifier(SharedRetryClassifier::new(
                ImdsResponseRetryClassifier::default().with_retry_connect_timeouts(true),
            ));
        let mode = settings.mode.clone().unwrap_or(EndpointMode::IpV4);
        // Always given, so that nothing else is read to find it.
        let endpoint = settings.endpoint.as_deref().unwrap_or(match mode {
            EndpointMode::IpV6 => "http://[fd00:ec2::254]",
            _ => "http://169.254.169.254",
        });
        // It is a URL, as those of settings are checked.
        if let Ok(with_endpoint) = client.clone().endpoint(endpoint) {
            client = with_endpoint;
        }
        Self { client: client.build(), settings, config }
    }

    /// The region of the instance.
    ///
    /// # Errors
    /// Why it is not known.
    pub(in crate::provider) async fn region(&self) -> Result<Region, String> {
        if let Some(what) = self.settings.disabled_by {
            return Err(format!("disabled by {what}"));
        }
        let answer = self.within_limit(self.client.get("/latest/meta-data/placement/region")).await;
        match answer {
            Some(Ok(region)) => {
                let region = Region::parse(String::from(region).trim());
                region.map_err(|_| "what it answers is no region".to_owned())
            }
            Some(Err(_)) | None => Err(self.not_reached()),
        }
    }

    async fn within_limit<T>(&self, answer: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(self.settings.limit(), answer).await.ok()
    }

    fn not_reached(&self) -> String {
        let limit = self.settings.limit().as_secs();
        format!("not reached within {limit} second{}", if limit == 1 { "" } else { "s" })
    }
}

/// Credentials of the instance's role, when nothing before has any.
pub(super) struct InstanceRole {
    pub(super) metadata: Metadata,
    /// The sources that are asked before it, and what each lacks.
    pub(super) passed_over: Vec<String>,
}

impl InstanceRole {
    async fn credentials(&self) -> provider::Result {
        if let Some(what) = self.metadata.settings.disabled_by {
            return Err(self.nothing(&format!("disabled by {what}")).into());
        }
        let role = self.metadata.within_limit(self.metadata.client.get(ROLE)).await;
        let role = role.and_then(Result::ok).map(|role| String::from(role).trim().to_owned());
        let answer = match role.filter(|role| !role.is_empty()) {
            // The SDK panics about a role that its path cannot have.
            Some(role) if !is_role(&role) => return Err(self.nothing("what it answers is no role").into()),
            Some(role) => {
                let provider = ImdsCredentialsProvider::builder()
                    .configure(&self.metadata.config)
                    .imds_client(self.metadata.client.clone())
                    .profile(role)
                    .build();
                self.metadata.within_limit(provider.provide_credentials()).await
            }
            None => None,
        };
        answer.unwrap_or_else(|| Err(CredentialsError::not_loaded_no_source())).map_err(|error| {
            let words = match error {
                CredentialsError::InvalidConfiguration(_) => {
                    "the role of the instance cannot be used".to_owned()
                }
                _ => format!("{}, or no role is attached to the instance", self.metadata.not_reached()),
            };
            self.nothing(&words).into()
        })
    }

    fn nothing(&self, metadata: &str) -> Failure {
        let lines = self.passed_over.iter().map(|line| format!("  - {line}\n"));
        let detail = format!(
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that holds credentials in `profile` \
             or AWS_PROFILE. Looked in:\n\n{}  - EC2 instance metadata: {metadata}",
            lines.collect::<String>()
        );
        Failure::called(SUMMARY, "no source has AWS credentials".to_owned(), detail)
    }
}

impl ProvideCredentials for InstanceRole {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

impl fmt::Debug for InstanceRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstanceRole")
    }
}

/// Whether a text can be the name of a role (the API reference of IAM).
fn is_role(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@-_".contains(&byte))
}

/// Whether the hardware, as Linux describes it, is that of an EC2 instance.
pub(in crate::provider) async fn is_instance() -> bool {
    let says = async |file: &str, beginning: &str| {
        let text = tokio::fs::read_to_string(file).await;
        text.is_ok_and(|text| text.to_ascii_lowercase().starts_with(beginning))
    };
    says("/sys/devices/virtual/dmi/id/sys_vendor", "amazon ec2").await
        || says("/sys/hypervisor/uuid", "ec2").await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::profile_files::tests::profiles;
    use crate::provider::settings::Settings;
    use crate::provider::variables::Variables;

    async fn decided(
        settings: Settings,
        variables: &[(&str, &str)],
        config: &str,
        is_instance: bool,
    ) -> MetadataSettings {
        let variables = Variables::from(variables);
        let profiles = profiles(config, &settings, &variables).await.unwrap();
        let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
        MetadataSettings::decide(&sources, is_instance).unwrap()
    }

    #[tokio::test]
    async fn metadata_is_given_a_second_where_nothing_says_that_this_is_an_instance() {
        let endpoint = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1")];
        let patience = [("AWS_METADATA_SERVICE_TIMEOUT", "5"), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2")];
        let profile = "[default]\nmetadata_service_timeout = 3\n";
        for (variables, config, is_instance, seconds) in [
            (&[][..], "", false, 1),
            (&[], "", true, 6),
            (&endpoint, "", false, 6),
            (&patience, profile, false, 10),
            (&[], profile, false, 3),
            (&[("AWS_METADATA_SERVICE_TIMEOUT", "60"), patience[1]], "", true, 60),
        ] {
            let found = decided(Settings::default(), variables, config, is_instance).await;
            assert_eq!(found.limit(), Duration::from_secs(seconds), "{variables:?} {config}");
        }
    }

    #[tokio::test]
    async fn an_instance_is_asked_again_when_it_gives_no_answer() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Some(format!("http://{}", listener.local_addr().unwrap()));
        // The second attempt follows within a second of the first.
        let (attempts, timeout) = (3, Duration::from_millis(600));
        let settings = MetadataSettings { disabled_by: None, endpoint, mode: None, attempts, timeout };
        let http = crate::provider::http::client(Default::default(), None).await.unwrap();
        let metadata = Metadata::new(settings, http);
        let mut asked = Vec::new();
        // It is given up without an answer to any.
        let given_up = async { metadata.region().await.unwrap_err() };
        let taken = async {
            while asked.len() < 2 {
                asked.push(listener.accept().await.unwrap());
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            _ = given_up => {}
            () = taken => {}
        }
        assert_eq!(asked.len(), 2);
    }

    #[tokio::test]
    async fn either_switch_turns_metadata_off() {
        let off = Settings { skip_metadata_api_check: Some(true), ..Settings::default() };
        assert_eq!(decided(off, &[], "", true).await.disabled_by, Some("skip_metadata_api_check"));
        let variable = [("AWS_EC2_METADATA_DISABLED", "TRUE")];
        let found = decided(Settings::default(), &variable, "", true).await;
        assert_eq!(found.disabled_by, Some("AWS_EC2_METADATA_DISABLED"));
        assert_eq!(decided(Settings::default(), &[], "", true).await.disabled_by, None);
    }
}
