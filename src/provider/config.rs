//! The provider block as Terraform sends it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tf_provider::value::{Value, ValueBool, ValueList, ValueMap, ValueNumber, ValueString};

/// A list of texts.
pub(super) type Texts<'a> = ValueList<Value<Cow<'a, str>>>;

/// All attributes and blocks of the provider block, by name.
#[derive(Serialize, Deserialize)]
pub struct Config<'a> {
    #[serde(borrow = "'a")]
    pub(super) region: ValueString<'a>,
    pub(super) profile: ValueString<'a>,
    pub(super) access_key: ValueString<'a>,
    pub(super) secret_key: ValueString<'a>,
    pub(super) token: ValueString<'a>,
    pub(super) shared_config_files: Texts<'a>,
    pub(super) shared_credentials_files: Texts<'a>,
    pub(super) assume_role: ValueList<AssumeRole<'a>>,
    pub(super) assume_role_with_web_identity: ValueList<AssumeRoleWithWebIdentity<'a>>,
    pub(super) allowed_account_ids: Texts<'a>,
    pub(super) forbidden_account_ids: Texts<'a>,
    pub(super) endpoints: ValueList<Endpoints<'a>>,
    pub(super) max_retries: ValueNumber,
    pub(super) retry_mode: ValueString<'a>,
    pub(super) http_proxy: ValueString<'a>,
    pub(super) https_proxy: ValueString<'a>,
    pub(super) no_proxy: ValueString<'a>,
    pub(super) custom_ca_bundle: ValueString<'a>,
    pub(super) use_fips_endpoint: ValueBool,
    pub(super) use_dualstack_endpoint: ValueBool,
    pub(super) skip_credentials_validation: ValueBool,
    pub(super) user_agent: Texts<'a>,
    pub(super) plan_checks: ValueString<'a>,
    pub(super) max_requests_per_second: ValueNumber,
}

/// One `assume_role` block.
#[derive(Serialize, Deserialize)]
pub(super) struct AssumeRole<'a> {
    #[serde(borrow = "'a")]
    pub(super) role_arn: ValueString<'a>,
    pub(super) session_name: ValueString<'a>,
    pub(super) external_id: ValueString<'a>,
    pub(super) duration: ValueString<'a>,
    pub(super) policy: ValueString<'a>,
    pub(super) policy_arns: Texts<'a>,
    pub(super) source_identity: ValueString<'a>,
    pub(super) tags: ValueMap<'a, ValueString<'a>>,
    pub(super) transitive_tag_keys: Texts<'a>,
}

/// The `assume_role_with_web_identity` block.
#[derive(Serialize, Deserialize)]
pub(super) struct AssumeRoleWithWebIdentity<'a> {
    #[serde(borrow = "'a")]
    pub(super) role_arn: ValueString<'a>,
    pub(super) session_name: ValueString<'a>,
    pub(super) duration: ValueString<'a>,
    pub(super) policy: ValueString<'a>,
    pub(super) policy_arns: Texts<'a>,
    pub(super) web_identity_token: ValueString<'a>,
    pub(super) web_identity_token_file: ValueString<'a>,
}

/// The `endpoints` block.
#[derive(Serialize, Deserialize)]
pub(super) struct Endpoints<'a> {
    #[serde(borrow = "'a")]
    pub(super) apigateway: ValueString<'a>,
    pub(super) apigatewayv2: ValueString<'a>,
    pub(super) sts: ValueString<'a>,
}
