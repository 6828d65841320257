//! What the user set, once everything that is set is known and makes sense.

use std::num::NonZeroU32;
use std::time::Duration;

use aws_config::retry::RetryMode;
use tf_provider::Diagnostic;

use super::config::{AssumeRole, AssumeRoleWithWebIdentity, Config, Endpoints};
use super::config_reader::ConfigReader;

/// The provider block, read. `None` and empty mean: not set here.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) region: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) keys: Option<Keys>,
    pub(super) config_files: Vec<String>,
    pub(super) credentials_files: Vec<String>,
    /// Each is assumed with the credentials of the one before.
    pub(super) roles: Vec<Role>,
    pub(super) allowed_accounts: Vec<String>,
    pub(super) forbidden_accounts: Vec<String>,
    pub(super) endpoints: EndpointUrls,
    pub(super) max_retries: Option<u32>,
    pub(super) retry_mode: Option<RetryMode>,
    pub(super) http_proxy: Option<String>,
    pub(super) https_proxy: Option<String>,
    pub(super) no_proxy: Option<String>,
    pub(super) ca_bundle: Option<String>,
    pub(super) fips: Option<bool>,
    pub(super) dualstack: Option<bool>,
    pub(super) skip_credentials_validation: bool,
    pub(super) user_agent: Vec<String>,
    pub(super) plan_checks: PlanChecks,
    /// `None` for no limit.
    pub(super) max_requests_per_second: Option<NonZeroU32>,
}

/// What plan makes of what it finds in the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanChecks {
    /// What AWS would refuse is an error.
    #[default]
    Error,
    /// Everything found is a warning.
    Warn,
    /// Nothing is looked up.
    Off,
}

/// Calls a second that API Gateway allows an account and region (its quotas).
const QUOTA: NonZeroU32 = NonZeroU32::new(10).expect("10 is not zero");

/// Credentials written into the provider block. No `Debug`: they are secret.
pub(super) struct Keys {
    pub(super) access_key: String,
    pub(super) secret_key: String,
    pub(super) token: Option<String>,
}

/// A role to assume.
pub(super) struct Role {
    /// `None` leaves it to the environment.
    pub(super) arn: Option<String>,
    pub(super) session_name: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) policy: Option<String>,
    pub(super) policy_arns: Vec<String>,
    pub(super) proof: Proof,
}

/// What STS is shown by a caller that assumes a role.
pub(super) enum Proof {
    /// A signature with the credentials found so far.
    Signature {
        external_id: Option<String>,
        source_identity: Option<String>,
        tags: Vec<(String, String)>,
        transitive_tag_keys: Vec<String>,
    },
    /// A token of an identity provider; `None` leaves it to the environment.
    Token(Option<Token>),
}

/// Where a token is.
pub(super) enum Token {
    Text(String),
    File(String),
}

/// Addresses to call instead of the region's own.
#[derive(Default)]
pub(super) struct EndpointUrls {
    pub(super) apigateway: Option<String>,
    pub(super) apigatewayv2: Option<String>,
    pub(super) sts: Option<String>,
}

/// What came out of reading the provider block.
pub(super) struct Reading {
    pub(super) settings: Settings,
    /// Attributes whose value other resources have yet to give.
    pub(super) unknown: Vec<String>,
    /// What is wrong, in the order of the attributes.
    pub(super) errors: Vec<Diagnostic>,
}

/// Reads and judges the provider block. Unknown values are noted and skipped.
pub(super) fn read(config: &Config<'_>) -> Reading {
    let mut reader = ConfigReader::default();
    let settings = Settings {
        region: reader.text("region", &config.region),
        profile: reader.text("profile", &config.profile),
        keys: keys(&mut reader, config),
        config_files: reader.texts("shared_config_files", &config.shared_config_files),
        credentials_files: reader.texts("shared_credentials_files", &config.shared_credentials_files),
        roles: roles(&mut reader, config),
        allowed_accounts: reader.texts("allowed_account_ids", &config.allowed_account_ids),
        forbidden_accounts: reader.texts("forbidden_account_ids", &config.forbidden_account_ids),
        endpoints: reader.blocks("endpoints", &config.endpoints, endpoints).pop().unwrap_or_default(),
        max_retries: max_retries(&mut reader, config),
        retry_mode: reader.choice(
            "retry_mode",
            &config.retry_mode,
            "Unknown Retry Mode",
            &[("standard", RetryMode::Standard), ("adaptive", RetryMode::Adaptive)],
        ),
        http_proxy: reader.url("http_proxy", &config.http_proxy),
        https_proxy: reader.url("https_proxy", &config.https_proxy),
        no_proxy: reader.text("no_proxy", &config.no_proxy),
        ca_bundle: reader.text("custom_ca_bundle", &config.custom_ca_bundle),
        fips: reader.flag("use_fips_endpoint", &config.use_fips_endpoint),
        dualstack: reader.flag("use_dualstack_endpoint", &config.use_dualstack_endpoint),
        skip_credentials_validation: reader
            .flag("skip_credentials_validation", &config.skip_credentials_validation)
            .unwrap_or_default(),
        user_agent: reader.texts("user_agent", &config.user_agent),
        plan_checks: reader
            .choice(
                "plan_checks",
                &config.plan_checks,
                "Unknown Plan Check Mode",
                &[("error", PlanChecks::Error), ("warn", PlanChecks::Warn), ("off", PlanChecks::Off)],
            )
            .unwrap_or_default(),
        max_requests_per_second: max_requests_per_second(&mut reader, config),
    };
    if !settings.allowed_accounts.is_empty() && !settings.forbidden_accounts.is_empty() {
        reader.refuse(
            "forbidden_account_ids",
            "Conflicting Account Lists",
            "Keep one of them: allowed_account_ids and forbidden_account_ids cannot both be set.",
        );
    }
    let ConfigReader { unknown, errors, .. } = reader;
    Reading { settings, unknown, errors }
}

fn keys(reader: &mut ConfigReader, config: &Config<'_>) -> Option<Keys> {
    let access_key = reader.text("access_key", &config.access_key);
    let secret_key = reader.text("secret_key", &config.secret_key);
    let token = reader.text("token", &config.token);
    let (missing, summary, given) = match (access_key, secret_key) {
        (Some(access_key), Some(secret_key)) => return Some(Keys { access_key, secret_key, token }),
        (Some(_), None) if !config.secret_key.is_unknown() => {
            ("secret_key", "Missing Secret Key", "access_key")
        }
        (None, Some(_)) if !config.access_key.is_unknown() => {
            ("access_key", "Missing Access Key", "secret_key")
        }
        _ => return None,
    };
    let detail = format!(
        "{given} is set and {missing} is not. Set both, or neither to take credentials from the environment or \
         a profile."
    );
    reader.refuse(missing, summary, detail);
    None
}

fn roles(reader: &mut ConfigReader, config: &Config<'_>) -> Vec<Role> {
    let web_identity = &config.assume_role_with_web_identity;
    let mut roles = reader.blocks("assume_role_with_web_identity", web_identity, role_with_token);
    roles.extend(reader.blocks("assume_role", &config.assume_role, role));
    roles
}

fn role(reader: &mut ConfigReader, block: &AssumeRole<'_>) -> Role {
    if block.role_arn.as_ref_option().is_some_and(|arn| arn.is_empty()) {
        reader.refuse("role_arn", "Missing Role ARN", "Set role_arn to the ARN of the role to assume.");
    }
    Role {
        arn: reader.role_arn("role_arn", &block.role_arn),
        session_name: reader.text("session_name", &block.session_name),
        duration: reader.duration("duration", &block.duration),
        policy: reader.text("policy", &block.policy),
        policy_arns: reader.texts("policy_arns", &block.policy_arns),
        proof: Proof::Signature {
            external_id: reader.text("external_id", &block.external_id),
            source_identity: reader.text("source_identity", &block.source_identity),
            tags: reader.map("tags", &block.tags),
            transitive_tag_keys: reader.texts("transitive_tag_keys", &block.transitive_tag_keys),
        },
    }
}

fn role_with_token(reader: &mut ConfigReader, block: &AssumeRoleWithWebIdentity<'_>) -> Role {
    let token = reader.text("web_identity_token", &block.web_identity_token);
    let file = reader.text("web_identity_token_file", &block.web_identity_token_file);
    if token.is_some() && file.is_some() {
        reader.refuse(
            "web_identity_token_file",
            "Conflicting Web Identity Tokens",
            "Keep one of them: web_identity_token and web_identity_token_file cannot both be set.",
        );
    }
    Role {
        arn: reader.role_arn("role_arn", &block.role_arn),
        session_name: reader.text("session_name", &block.session_name),
        duration: reader.duration("duration", &block.duration),
        policy: reader.text("policy", &block.policy),
        policy_arns: reader.texts("policy_arns", &block.policy_arns),
        proof: Proof::Token(token.map(Token::Text).or(file.map(Token::File))),
    }
}

fn endpoints(reader: &mut ConfigReader, block: &Endpoints<'_>) -> EndpointUrls {
    EndpointUrls {
        apigateway: reader.url("apigateway", &block.apigateway),
        apigatewayv2: reader.url("apigatewayv2", &block.apigatewayv2),
        sts: reader.url("sts", &block.sts),
    }
}

fn max_retries(reader: &mut ConfigReader, config: &Config<'_>) -> Option<u32> {
    reader.number(
        "max_retries",
        &config.max_retries,
        0..=1000,
        "Invalid Number of Retries",
        "Give a whole number from 0, for no retries, to 1000.",
    )
}

fn max_requests_per_second(reader: &mut ConfigReader, config: &Config<'_>) -> Option<NonZeroU32> {
    let rate = reader.number(
        "max_requests_per_second",
        &config.max_requests_per_second,
        0..=u32::MAX,
        "Invalid Request Rate",
        "Give a whole number of calls a second, or 0 for no limit.",
    );
    rate.map_or(Some(QUOTA), NonZeroU32::new)
}
