//! The provider block: its attributes, their types, and what does not go together.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use aws_config::retry::RetryMode;
use tf_provider::AttributePath;
use tf_provider::schema::{NestedBlock, Schema};
use tf_provider::value::ValueAny;

use super::block_reader::{BlockReader, Field, block};
use crate::findings::{Choice, FindingName, PlanChecks, nearest};
use crate::names::quoted;

// No `Debug`: some of the values are secret.
block! {
    /// The provider block, read. `None` and empty mean: not set here.
    Settings {
        /// AWS region, such as `eu-west-1`. Without it: `AWS_REGION`, `AWS_DEFAULT_REGION`, the
        /// profile, then EC2 instance metadata.
        region: Option<String> = text,
        /// Name of the profile in the shared configuration and credentials files. Without it:
        /// `AWS_PROFILE`, then `AWS_DEFAULT_PROFILE`.
        profile: Option<String> = text,
        /// AWS access key id; goes with `secret_key`. Without it: the environment, the profile, then
        /// container or instance credentials.
        access_key: Option<String> = text,
        /// AWS secret access key; goes with `access_key`.
        secret_key: Option<String> = secret,
        /// Session token of temporary credentials given by `access_key` and `secret_key`.
        token: Option<String> = secret,
        /// Shared configuration files. Without it: `AWS_CONFIG_FILE`, then `~/.aws/config`.
        shared_config_files: Vec<String> = texts,
        /// Shared credentials files. Without it: `AWS_SHARED_CREDENTIALS_FILE`, then
        /// `~/.aws/credentials`.
        shared_credentials_files: Vec<String> = texts,
        /// A role to assume with a token of an OpenID Connect identity provider, such as a CI system's.
        assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity> = role_with_web_identity,
        /// A role to assume with the credentials found so far. Several blocks are assumed one after the
        /// other, in order.
        assume_role: Vec<AssumeRole> = roles,
        /// AWS accounts that may be worked on; in any other, the provider stops before it reads or
        /// changes anything. Conflicts with `forbidden_account_ids`.
        allowed_account_ids: Vec<String> = account_ids,
        /// AWS accounts that must not be worked on. Conflicts with `allowed_account_ids`.
        forbidden_account_ids: Vec<String> = account_ids,
        /// Addresses to call instead of the region's own, for local stand-ins and private networks.
        endpoints: Endpoints = endpoints,
        /// How often a throttled call is retried, with growing random delays. A call that is not
        /// answered is retried at most 3 times, and one that is answered with an HTTP 5xx at most 6
        /// times. Without it: `AWS_MAX_ATTEMPTS` less one, the profile, then 25.
        max_retries: Option<u32> = max_retries,
        /// `standard`, or `adaptive` to also slow down calls while AWS throttles. Without it:
        /// `AWS_RETRY_MODE`, the profile, then `standard`.
        retry_mode: Option<RetryMode> = retry_mode,
        /// URL of the proxy for HTTP requests, and for HTTPS requests when `https_proxy` is not set.
        /// Without it: `HTTP_PROXY`.
        http_proxy: Option<String> = proxy,
        /// URL of the proxy for HTTPS requests. Without it: `http_proxy`, then `HTTPS_PROXY`.
        https_proxy: Option<String> = proxy,
        /// Comma-separated hosts that are reached without a proxy. Without it: `NO_PROXY`.
        no_proxy: Option<String> = text,
        /// File with the certificates, in PEM form, to trust instead of the system's. Without it:
        /// `AWS_CA_BUNDLE`, then the profile.
        custom_ca_bundle: Option<String> = text,
        /// Whether to call FIPS endpoints. Without it: `AWS_USE_FIPS_ENDPOINT`, then the profile.
        use_fips_endpoint: Option<bool> = flag,
        /// Whether to call dual-stack endpoints. Without it: `AWS_USE_DUALSTACK_ENDPOINT`, then the
        /// profile.
        use_dualstack_endpoint: Option<bool> = flag,
        /// Whether to skip asking STS whose credentials these are. Useful with endpoints that have no
        /// STS. Errors can then not name the account. It is asked all the same where
        /// `allowed_account_ids` or `forbidden_account_ids` is set, an identity to import names an
        /// account, or a mapping of a known account seems to be gone or is to be deleted.
        skip_credentials_validation: Option<bool> = flag,
        /// The same as `skip_credentials_validation`: one call to STS answers both.
        skip_requesting_account_id: Option<bool> = flag,
        /// Whether to take any name for a region, for stand-ins with regions of their own and for
        /// regions that are newer than this provider.
        skip_region_validation: Option<bool> = flag,
        /// Whether not to ask EC2 instance metadata for region and credentials. Without it:
        /// `AWS_EC2_METADATA_DISABLED`.
        skip_metadata_api_check: Option<bool> = flag,
        /// URL of EC2 instance metadata. Without it: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, then the
        /// profile.
        ec2_metadata_service_endpoint: Option<String> = url,
        /// `IPv4` or `IPv6`. Without it: `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`, then the profile.
        ec2_metadata_service_endpoint_mode: Option<String> = text,
        /// Region whose STS is called, instead of the provider's.
        sts_region: Option<String> = text,
        /// Products, such as `my-pipeline/1.2`, to append to the User-Agent of each request.
        /// `TF_APPEND_USER_AGENT` is appended as well.
        user_agent: Vec<String> = texts,
        /// What becomes of all findings of plan that `findings` does not name: `error` (the default)
        /// gives each its default severity, an error for what AWS would refuse; `warn` makes each a
        /// warning, for the rare run that frees a key or empties a domain as it goes; `off` reports
        /// none of them, and looks nothing up unless one that `findings` names needs a look-up: then all
        /// are made. Name `lookup_denied` and `lookup_failed` as well, to hear of those that are not
        /// answered.
        plan_checks: PlanChecks = plan_checks,
        /// What becomes of single findings of plan, by their names: `error`, `warning` or `ignore`; null
        /// is as if it was not named. Each message ends in the name, and the guide on findings has all of
        /// them.
        findings: BTreeMap<FindingName, Choice> = findings,
        /// How many API Gateway calls a second this provider makes at most in a region, after a burst of three
        /// seconds' worth, at most 30; 0 for no limit. Default: 10, which is what AWS allows the whole
        /// account and region.
        max_requests_per_second: Option<NonZeroU32> = request_rate,
    }
}

block! {
    /// An `assume_role` block.
    AssumeRole {
        /// ARN of the role. Without it, no role is assumed.
        role_arn: Option<String> = role_arn,
        /// Name of the session. Default: `terraform-provider-apigatewayv2`.
        session_name: Option<String> = text,
        /// External id that the role's trust policy asks for.
        external_id: Option<String> = text,
        /// How long the session lasts, such as `1h` or `1h30m`; 15 minutes to 12 hours.
        duration: Option<i32> = session_seconds,
        /// IAM policy in JSON that further restricts the session.
        policy: Option<String> = text,
        /// ARNs of IAM policies that further restrict the session.
        policy_arns: Vec<String> = texts,
        /// Source identity of the session.
        source_identity: Option<String> = text,
        /// Session tags.
        tags: BTreeMap<String, String> = map,
        /// Keys of the session tags that a further assumed role inherits.
        transitive_tag_keys: Vec<String> = texts,
    }
}

block! {
    /// The `assume_role_with_web_identity` block.
    AssumeRoleWithWebIdentity {
        /// ARN of the role. Without it: `AWS_ROLE_ARN`.
        role_arn: Option<String> = role_arn,
        /// Name of the session. Without it: `AWS_ROLE_SESSION_NAME`, then
        /// `terraform-provider-apigatewayv2`.
        session_name: Option<String> = text,
        /// How long the session lasts, such as `1h`; 15 minutes to 12 hours.
        duration: Option<i32> = session_seconds,
        /// IAM policy in JSON that further restricts the session.
        policy: Option<String> = text,
        /// ARNs of IAM policies that further restrict the session.
        policy_arns: Vec<String> = texts,
        /// The token of the identity provider. Conflicts with `web_identity_token_file`.
        web_identity_token: Option<String> = secret,
        /// File that holds the token. Without both: `AWS_WEB_IDENTITY_TOKEN_FILE`.
        web_identity_token_file: Option<String> = text,
    }
}

block! {
    /// The `endpoints` block.
    Endpoints {
        /// URL of API Gateway version 1 (REST APIs), instead of the region's. Without it:
        /// `AWS_ENDPOINT_URL_API_GATEWAY`, `AWS_ENDPOINT_URL`, then the profile.
        apigateway: Option<String> = url,
        /// URL of API Gateway version 2, instead of the region's. Without it:
        /// `AWS_ENDPOINT_URL_APIGATEWAYV2`, `AWS_ENDPOINT_URL`, then the profile.
        apigatewayv2: Option<String> = url,
        /// URL of STS, instead of the region's. Without it: `AWS_ENDPOINT_URL_STS`,
        /// `AWS_ENDPOINT_URL`, then the profile.
        sts: Option<String> = url,
        /// URL of IAM Identity Center, instead of its region's. Without it: `AWS_ENDPOINT_URL_SSO`,
        /// `AWS_ENDPOINT_URL`, then the profile.
        sso: Option<String> = url,
    }
}

impl BlockReader<'_> {
    fn roles(&mut self, field: Field) -> Vec<AssumeRole> {
        self.blocks(field, NestedBlock::List, AssumeRole::read)
    }

    fn role_with_web_identity(&mut self, field: Field) -> Option<AssumeRoleWithWebIdentity> {
        let read = |block: &mut BlockReader<'_>| {
            let role = AssumeRoleWithWebIdentity::read(block);
            if role.web_identity_token.is_some() && role.web_identity_token_file.is_some() {
                block.refuse(
                    "web_identity_token_file",
                    "Conflicting Web Identity Tokens",
                    "Keep one of them: web_identity_token and web_identity_token_file cannot both be set.",
                );
            }
            role
        };
        self.blocks(field, NestedBlock::Optional, read).pop()
    }

    fn endpoints(&mut self, field: Field) -> Endpoints {
        self.blocks(field, NestedBlock::Optional, Endpoints::read).pop().unwrap_or_default()
    }

    fn role_arn(&mut self, field: Field) -> Option<String> {
        let text = self.text(field);
        self.parsed(field, text, parse_role_arn, "Invalid Role ARN", ROLE_ARN_HINT)
    }

    fn session_seconds(&mut self, field: Field) -> Option<i32> {
        let text = self.text(field);
        let hint = "Write a duration from 15 minutes to 12 hours, like \"1h\" or \"1h30m\".";
        self.parsed(field, text, parse_session_seconds, "Invalid Session Duration", hint)
    }

    fn retry_mode(&mut self, field: Field) -> Option<RetryMode> {
        let text = self.text(field);
        let hint = "Write \"standard\" or \"adaptive\".";
        self.parsed(field, text, |word| word.parse().ok(), "Unknown Retry Mode", hint)
    }

    /// Ids of accounts. What is none would match no account, and so forbid none.
    fn account_ids(&mut self, field: Field) -> Vec<String> {
        let ids = self.texts(field);
        let is_id = |id: &String| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(other) = ids.iter().find(|id| !is_id(id)) {
            let detail = format!(
                "{} holds {other:?}, which is no id of an account. Write all twelve digits as a text, without white \
                 space, like \"123456789012\".",
                field.name
            );
            self.refuse(field.name, "Invalid Account ID", detail);
        }
        ids
    }

    fn plan_checks(&mut self, field: Field) -> PlanChecks {
        let text = self.text(field);
        let hint = "Write \"error\", \"warn\" or \"off\".";
        self.parsed(field, text, PlanChecks::parse, "Unknown Plan Check Mode", hint).unwrap_or_default()
    }

    fn findings(&mut self, field: Field) -> BTreeMap<FindingName, Choice> {
        let mut choices = BTreeMap::new();
        for (name, word) in self.elements(field) {
            match (FindingName::parse(&name), word.as_deref().and_then(Choice::parse)) {
                (None, _) => {
                    let nearest = match &nearest(&name)[..] {
                        [] => String::new(),
                        names => format!(" The nearest are {}.", names.join(", ")),
                    };
                    let detail = format!(
                        "There is no finding {}.{nearest} Each message ends in the name of its finding, and the guide \
                         on findings has all of them.",
                        quoted(&name)
                    );
                    self.refuse_element(field.name, name, "Unknown Finding", detail);
                }
                (Some(finding), Some(choice)) => drop(choices.insert(finding, choice)),
                // What is null is not named.
                (Some(_), None) if word.is_none() => {}
                (Some(_), None) => {
                    let found = word.as_deref().map(quoted).unwrap_or_default();
                    let detail = format!(
                        "The severity of {name} is {found}. Write \"error\", \"warning\" or \"ignore\", or leave \
                         {name} out: plan_checks then says what becomes of it."
                    );
                    self.refuse_element(field.name, name, "Unknown Severity of a Finding", detail);
                }
            }
        }
        choices
    }

    fn max_retries(&mut self, field: Field) -> Option<u32> {
        let hint = "Give a whole number from 0, for no retries, to 1000.";
        self.number(field, 1000, "Invalid Number of Retries", hint)
    }

    /// Without a rate, what API Gateway allows an account and region (its quotas).
    fn request_rate(&mut self, field: Field) -> Option<NonZeroU32> {
        let hint = "Give a whole number of calls a second, or 0 for no limit.";
        NonZeroU32::new(self.number(field, u32::MAX, "Invalid Request Rate", hint).unwrap_or(10))
    }
}

const ROLE_ARN_HINT: &str = "Write the ARN of a role, like \"arn:aws:iam::123456789012:role/deployer\".";

fn parse_role_arn(arn: &str) -> Option<String> {
    (arn.starts_with("arn:") && arn.contains(":role/")).then(|| arn.to_owned())
}

/// A duration as Go and hashicorp/aws write it, and STS accepts it.
fn parse_session_seconds(text: &str) -> Option<i32> {
    parse_seconds(&humantime::parse_duration(text).ok()?.as_secs().to_string())
}

/// A number of seconds that STS accepts for a session (its API reference).
pub(super) fn parse_seconds(text: &str) -> Option<i32> {
    text.parse().ok().filter(|seconds| (15 * 60..=12 * 60 * 60).contains(seconds))
}

/// The schema of the provider block.
pub(super) fn schema() -> Schema {
    let (_, block) = read(&ValueAny::Null);
    Schema { version: 0, block: block.schema }
}

/// Reads and judges the provider block. What is unknown or wrong is in the reader.
pub(super) fn read(config: &ValueAny) -> (Settings, BlockReader<'_>) {
    let description = "Manages Amazon API Gateway API mappings.";
    let mut block = BlockReader::new(AttributePath::root(), description, config);
    let settings = Settings::read(&mut block);
    check_keys(&settings, &mut block);
    if !settings.allowed_account_ids.is_empty() && !settings.forbidden_account_ids.is_empty() {
        block.refuse(
            "forbidden_account_ids",
            "Conflicting Account Lists",
            "Keep one of them: allowed_account_ids and forbidden_account_ids cannot both be set.",
        );
    }
    (settings, block)
}

fn check_keys(settings: &Settings, block: &mut BlockReader<'_>) {
    let (missing, summary, given) = match (&settings.access_key, &settings.secret_key) {
        (Some(_), None) => ("secret_key", "Missing Secret Key", "access_key"),
        (None, Some(_)) => ("access_key", "Missing Access Key", "secret_key"),
        _ => return,
    };
    if !block.is_unknown(missing) {
        let detail = format!(
            "{given} is set and {missing} is not. Set both, or neither to take credentials from the environment \
             or a profile."
        );
        block.refuse(missing, summary, detail);
    }
}

#[cfg(test)]
mod tests;
