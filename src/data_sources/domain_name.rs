//! `data "apigatewayv2_domain_name"`: a custom domain name.

use std::borrow::Cow;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::AttributeConstraint::{self, Computed, OptionalComputed, Required};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueList, ValueMap, ValueString};
use tf_provider::{DataSource, Diagnostics};

use super::place::{Place, Places, text, validate};
use crate::gateway::CustomDomain;
use crate::shared::call_errors::Task;
use crate::shared::not_found;
use crate::shared::schema::{attribute, block, text_attribute};

/// The data source, and where it looks.
#[derive(Debug)]
pub struct CustomDomainName(pub Places);

/// Configuration and state.
#[derive(Debug, Serialize, Deserialize)]
pub struct State<'a> {
    #[serde(borrow = "'a")]
    domain_name: ValueString<'a>,
    region: ValueString<'a>,
    id: ValueString<'a>,
    arn: ValueString<'a>,
    target_domain_name: ValueString<'a>,
    hosted_zone_id: ValueString<'a>,
    endpoint_type: ValueString<'a>,
    ip_address_type: ValueString<'a>,
    security_policy: ValueString<'a>,
    certificate_arn: ValueString<'a>,
    ownership_verification_certificate_arn: ValueString<'a>,
    mutual_tls_authentication: Value<MutualTls<'a>>,
    routing_mode: ValueString<'a>,
    status: ValueString<'a>,
    status_message: ValueString<'a>,
    tags: ValueMap<'a, ValueString<'a>>,
}

/// Which client certificates are asked for.
#[expect(clippy::struct_field_names, reason = "the names are the service's own")]
#[derive(Debug, Serialize, Deserialize)]
struct MutualTls<'a> {
    #[serde(borrow = "'a")]
    truststore_uri: ValueString<'a>,
    truststore_version: ValueString<'a>,
    truststore_warnings: ValueList<ValueString<'a>>,
}

const TEXTS: [(&str, AttributeConstraint, &str); 14] = [
    (
        "domain_name",
        Required,
        "Custom domain name, such as `api.example.com`. One that does not exist is an error. Private ones are \
         not found: version 2 of API Gateway does not show them.",
    ),
    ("region", OptionalComputed, "AWS region of the domain name. Defaults to the provider's region."),
    ("id", Computed, "The domain name."),
    ("arn", Computed, "The ARN of the domain name."),
    ("target_domain_name", Computed, "The name that an alias or CNAME record for the domain name points to."),
    (
        "hosted_zone_id",
        Computed,
        "The Route 53 hosted zone of `target_domain_name`, which an alias record names.",
    ),
    (
        "endpoint_type",
        Computed,
        "`REGIONAL` or `EDGE`. While a domain name is migrated it has both, and its attributes are those of the \
         Regional endpoint.",
    ),
    (
        "ip_address_type",
        Computed,
        "`ipv4` or `dualstack`. A domain name with `dualstack` takes an AAAA record as well.",
    ),
    ("security_policy", Computed, "The TLS versions and ciphers, such as `TLS_1_2`."),
    ("certificate_arn", Computed, "The ARN of the certificate that clients see."),
    (
        "ownership_verification_certificate_arn",
        Computed,
        "The ARN of the public certificate that proves the ownership of the domain name, where mutual TLS is used \
         with an imported or private certificate.",
    ),
    (
        "routing_mode",
        Computed,
        "What routes requests: `API_MAPPING_ONLY`, `ROUTING_RULE_ONLY` or `ROUTING_RULE_THEN_API_MAPPING`.",
    ),
    (
        "status",
        Computed,
        "`AVAILABLE`, or what the domain name waits for, such as `PENDING_OWNERSHIP_VERIFICATION`.",
    ),
    ("status_message", Computed, "More about the status, where API Gateway says more."),
];

fn schema() -> Schema {
    let mutual_tls = [
        ("truststore_uri", AttributeType::String),
        ("truststore_version", AttributeType::String),
        ("truststore_warnings", AttributeType::List(Box::new(AttributeType::String))),
    ];
    let mutual_tls = mutual_tls.map(|(name, attr_type)| (name.to_owned(), attr_type));
    let others = [
        attribute(
            "mutual_tls_authentication",
            AttributeType::Object(mutual_tls.into()),
            Computed,
            "Which client certificates are asked for: `truststore_uri` and `truststore_version`, the bundle of \
             certificates in S3, and `truststore_warnings`, a list. Null without mutual TLS.",
        ),
        attribute("tags", AttributeType::Map(Box::new(AttributeType::String)), Computed, "The tags."),
    ];
    let described =
        TEXTS.map(|(name, constraint, description)| text_attribute(name, constraint, description));
    let description = "A custom domain name, however it was created: what a DNS record for it needs, and how it is \
                       set up. What API Gateway does not say is null.";
    Schema { version: 0, block: block(description, described.into_iter().chain(others)) }
}

#[async_trait]
impl DataSource for CustomDomainName {
    type State<'a> = State<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        let looked_up = [
            ("id", config.id.is_null()),
            ("arn", config.arn.is_null()),
            ("target_domain_name", config.target_domain_name.is_null()),
            ("hosted_zone_id", config.hosted_zone_id.is_null()),
            ("endpoint_type", config.endpoint_type.is_null()),
            ("ip_address_type", config.ip_address_type.is_null()),
            ("security_policy", config.security_policy.is_null()),
            ("certificate_arn", config.certificate_arn.is_null()),
            (
                "ownership_verification_certificate_arn",
                config.ownership_verification_certificate_arn.is_null(),
            ),
            ("mutual_tls_authentication", config.mutual_tls_authentication.is_null()),
            ("routing_mode", config.routing_mode.is_null()),
            ("status", config.status.is_null()),
            ("status_message", config.status_message.is_null()),
            ("tags", config.tags.is_null()),
        ];
        validate(diags, &config.domain_name, &config.region, &looked_up);
        Some(())
    }

    async fn read<'a>(&self, diags: &mut Diagnostics, config: State<'a>, _: ValueEmpty) -> Option<State<'a>> {
        let place = self.0.find(diags, &config.domain_name, &config.region).await?;
        let Place { domain, session, is_in_apply } = &place;
        let lookups = &session.gateway.lookups;
        let found = match is_in_apply {
            true => lookups.custom_domain_now(domain).await,
            false => lookups.custom_domain(domain).await,
        };
        match found {
            Ok(Some(found)) => Some(of(&place, CustomDomain::clone(&found))),
            Ok(None) => {
                place.know_account().await;
                diags.add_error(not_found::custom_domain(session, domain));
                None
            }
            Err(error) => {
                place.know_account().await;
                diags.add_error(Task::domain(session, domain).failed(&error));
                None
            }
        }
    }
}

fn of<'a>(place: &Place, found: CustomDomain) -> State<'a> {
    let mutual_tls = found.mutual_tls.map(|mutual_tls| MutualTls {
        truststore_uri: text(mutual_tls.truststore_uri),
        truststore_version: text(mutual_tls.truststore_version),
        truststore_warnings: Value::Value(
            mutual_tls.truststore_warnings.into_iter().map(Value::from).collect(),
        ),
    });
    let tags = found.tags.into_iter().map(|(tag, value)| (Cow::Owned(tag), Value::from(value)));
    State {
        domain_name: text(Some(place.domain.as_str())),
        region: text(Some(place.session.region().as_str())),
        id: text(Some(place.domain.as_str())),
        arn: text(found.arn),
        target_domain_name: text(found.target_domain_name),
        hosted_zone_id: text(found.hosted_zone_id),
        endpoint_type: text(found.endpoint_type),
        ip_address_type: text(found.ip_address_type),
        security_policy: text(found.security_policy),
        certificate_arn: text(found.certificate_arn),
        ownership_verification_certificate_arn: text(found.ownership_verification_certificate_arn),
        mutual_tls_authentication: mutual_tls.map_or(Value::Null, Value::Value),
        routing_mode: text(found.routing_mode),
        status: text(found.status),
        status_message: text(found.status_message),
        tags: Value::Value(tags.collect()),
    }
}
