//! The schema of the provider block, as a table.

use std::collections::HashMap;

use tf_provider::schema::{
    Attribute, AttributeConstraint, AttributeType, Block, Description, NestedBlock, Schema,
};

use Kind::{Flag, Number, Secret, Text, TextMap, Texts};

/// What kind of value an attribute holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Secret,
    Flag,
    Number,
    Texts,
    TextMap,
}

type Row = (&'static str, Kind, &'static str);

const ATTRIBUTES: &[Row] = &[
    (
        "region",
        Text,
        "AWS region, such as `eu-west-1`. Without it: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile, then instance metadata.",
    ),
    (
        "profile",
        Text,
        "Name of the profile in the shared configuration and credentials files. Without it: `AWS_PROFILE`.",
    ),
    (
        "access_key",
        Text,
        "AWS access key id; goes with `secret_key`. Without it: the environment, the profile, then container or instance credentials.",
    ),
    ("secret_key", Secret, "AWS secret access key; goes with `access_key`."),
    ("token", Secret, "Session token of temporary credentials given by `access_key` and `secret_key`."),
    (
        "shared_config_files",
        Texts,
        "Shared configuration files. Without it: `AWS_CONFIG_FILE`, then `~/.aws/config`.",
    ),
    (
        "shared_credentials_files",
        Texts,
        "Shared credentials files. Without it: `AWS_SHARED_CREDENTIALS_FILE`, then `~/.aws/credentials`.",
    ),
    (
        "allowed_account_ids",
        Texts,
        "AWS accounts that may be worked on; in any other, the provider stops before it reads or changes anything. Conflicts with `forbidden_account_ids`.",
    ),
    (
        "forbidden_account_ids",
        Texts,
        "AWS accounts that must not be worked on. Conflicts with `allowed_account_ids`.",
    ),
    (
        "max_retries",
        Number,
        "How often a throttled call is retried, with growing random delays. A call that is not answered is retried at most 3 times, and one that is answered with an HTTP 5xx at most 6 times. Without it: `AWS_MAX_ATTEMPTS` less one, the profile, then 25.",
    ),
    (
        "retry_mode",
        Text,
        "`standard`, or `adaptive` to also slow down calls while AWS throttles. Without it: `AWS_RETRY_MODE`, the profile, then `standard`.",
    ),
    (
        "http_proxy",
        Text,
        "URL of the proxy for HTTP requests, and for HTTPS requests when `https_proxy` is not set. Without it: `HTTP_PROXY`.",
    ),
    (
        "https_proxy",
        Text,
        "URL of the proxy for HTTPS requests. Without it: `http_proxy`, then `HTTPS_PROXY`.",
    ),
    ("no_proxy", Text, "Comma-separated hosts that are reached without a proxy. Without it: `NO_PROXY`."),
    (
        "custom_ca_bundle",
        Text,
        "File with the certificates, in PEM form, to trust instead of the system's. Without it: `AWS_CA_BUNDLE`.",
    ),
    (
        "use_fips_endpoint",
        Flag,
        "Whether to call FIPS endpoints. Without it: `AWS_USE_FIPS_ENDPOINT`, then the profile.",
    ),
    (
        "use_dualstack_endpoint",
        Flag,
        "Whether to call dual-stack endpoints. Without it: `AWS_USE_DUALSTACK_ENDPOINT`, then the profile.",
    ),
    (
        "skip_credentials_validation",
        Flag,
        "Whether to skip asking STS whose credentials these are. Useful with endpoints that have no STS. Errors can then not name the account, and account ids are still asked for when `allowed_account_ids` or `forbidden_account_ids` is set.",
    ),
    (
        "user_agent",
        Texts,
        "Products, such as `my-pipeline/1.2`, to append to the User-Agent of each request. `TF_APPEND_USER_AGENT` is appended as well.",
    ),
    (
        "plan_checks",
        Text,
        "What plan makes of what it finds in the account: `error` (the default) refuses what AWS would refuse; `warn` only warns, for the rare run that frees a key or empties a domain as it goes; `off` looks nothing up.",
    ),
    (
        "max_requests_per_second",
        Number,
        "How many API Gateway calls a second this provider makes at most, after a burst of as many as in four seconds and at most 40; 0 for no limit. Default: 10, which is what AWS allows the whole account and region.",
    ),
];

const ASSUME_ROLE: &[Row] = &[
    ("session_name", Text, "Name of the session. Default: `terraform-provider-apigatewayv2`."),
    ("external_id", Text, "External id that the role's trust policy asks for."),
    ("duration", Text, "How long the session lasts, such as `1h` or `1h30m`; 15 minutes to 12 hours."),
    ("policy", Text, "IAM policy in JSON that further restricts the session."),
    ("policy_arns", Texts, "ARNs of IAM policies that further restrict the session."),
    ("source_identity", Text, "Source identity of the session."),
    ("tags", TextMap, "Session tags."),
    ("transitive_tag_keys", Texts, "Keys of the session tags that a further assumed role inherits."),
];

const WEB_IDENTITY: &[Row] = &[
    (
        "session_name",
        Text,
        "Name of the session. Without it: `AWS_ROLE_SESSION_NAME`, then `terraform-provider-apigatewayv2`.",
    ),
    ("duration", Text, "How long the session lasts, such as `1h`; 15 minutes to 12 hours."),
    ("policy", Text, "IAM policy in JSON that further restricts the session."),
    ("policy_arns", Texts, "ARNs of IAM policies that further restrict the session."),
    (
        "web_identity_token",
        Secret,
        "The token of the identity provider. Conflicts with `web_identity_token_file`.",
    ),
    (
        "web_identity_token_file",
        Text,
        "File that holds the token. Without both: `AWS_WEB_IDENTITY_TOKEN_FILE`.",
    ),
];

const ENDPOINTS: &[Row] = &[
    (
        "apigateway",
        Text,
        "URL of API Gateway version 1 (REST APIs), instead of the region's. Without it: `AWS_ENDPOINT_URL_API_GATEWAY`, `AWS_ENDPOINT_URL`, then the profile.",
    ),
    (
        "apigatewayv2",
        Text,
        "URL of API Gateway version 2, instead of the region's. Without it: `AWS_ENDPOINT_URL_APIGATEWAYV2`, `AWS_ENDPOINT_URL`, then the profile.",
    ),
    (
        "sts",
        Text,
        "URL of STS, instead of the region's. Without it: `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, then the profile.",
    ),
];

/// The schema of the provider block.
#[must_use]
pub(super) fn schema() -> Schema {
    let mut provider = block("Manages Amazon API Gateway API mappings.", ATTRIBUTES);
    let mut assume_role = block(
        "A role to assume with the credentials found so far. Several blocks are assumed one after the other, in order.",
        ASSUME_ROLE,
    );
    assume_role.attributes.insert("role_arn".to_owned(), required("ARN of the role."));
    let mut web_identity = block(
        "A role to assume with a token of an OpenID Connect identity provider, such as a CI system's.",
        WEB_IDENTITY,
    );
    web_identity
        .attributes
        .insert("role_arn".to_owned(), attribute(Text, "ARN of the role. Without it: `AWS_ROLE_ARN`."));
    provider.blocks = HashMap::from([
        ("assume_role".to_owned(), NestedBlock::List(assume_role)),
        ("assume_role_with_web_identity".to_owned(), NestedBlock::Optional(web_identity)),
        (
            "endpoints".to_owned(),
            NestedBlock::Optional(block(
                "Addresses to call instead of the region's own, for local stand-ins and private networks.",
                ENDPOINTS,
            )),
        ),
    ]);
    Schema { version: 0, block: provider }
}

fn block(description: &str, rows: &[Row]) -> Block {
    Block {
        version: 0,
        description: Description::markdown(description),
        attributes: rows
            .iter()
            .map(|(name, kind, description)| ((*name).to_owned(), attribute(*kind, description)))
            .collect(),
        ..Block::default()
    }
}

fn attribute(kind: Kind, description: &str) -> Attribute {
    Attribute {
        attr_type: match kind {
            Text | Secret => AttributeType::String,
            Flag => AttributeType::Bool,
            Number => AttributeType::Number,
            Texts => AttributeType::List(Box::new(AttributeType::String)),
            TextMap => AttributeType::Map(Box::new(AttributeType::String)),
        },
        description: Description::markdown(description),
        constraint: AttributeConstraint::Optional,
        sensitive: matches!(kind, Secret),
        deprecated: false,
    }
}

fn required(description: &str) -> Attribute {
    Attribute { constraint: AttributeConstraint::Required, ..attribute(Text, description) }
}
