//! Custom domain names.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::domain::{Domain, DomainStatus, IpAddressType, MutualTls, RoutingMode};
use crate::error::ServiceError;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules::{self, table};
use crate::service::Shared;
use crate::world::World;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/v2/domainnames",
            post(call(Operation::CreateDomainName, create)).get(call(Operation::GetDomainNames, list)),
        )
        .route(
            "/v2/domainnames/{domain}",
            get(call(Operation::GetDomainName, read))
                .patch(call(Operation::UpdateDomainName, update))
                .delete(call(Operation::DeleteDomainName, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    domain_name: String,
    #[serde(flatten)]
    settings: Settings,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

/// What both a create and an update can say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    #[serde(default)]
    domain_name_configurations: Vec<Configuration>,
    routing_mode: Option<RoutingMode>,
    mutual_tls_authentication: Option<MutualTls>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    certificate_arn: Option<String>,
    endpoint_type: Option<String>,
    ip_address_type: Option<IpAddressType>,
    ownership_verification_certificate_arn: Option<String>,
    security_policy: Option<String>,
}

fn create(world: &mut World, request: &Request) -> Done {
    let input: CreateInput = request.json()?;
    let mut domain = Domain { tags: input.tags, ..Domain::new(input.domain_name) };
    if world.domain(&domain.name).is_some() {
        return Err(already_exists());
    }
    let no_configuration = input.settings.domain_name_configurations.is_empty();
    table::DOMAIN_CONFIGURATION
        .refuses_if(no_configuration, "Invalid input. Expected one domain name configuration")?;
    input.settings.apply(&mut domain)?;
    let answer = Answer::json(201, &shown(&domain, &request.caller.region));
    world.put_domain(domain);
    Ok(answer)
}

fn update(world: &mut World, request: &Request) -> Done {
    let mut domain = find(world, request)?.clone();
    rules::domain_is_managed_by_v2(&domain)?;
    request.json::<Settings>()?.apply(&mut domain)?;
    let answer = Answer::json(200, &shown(&domain, &request.caller.region));
    world.put_domain(domain);
    Ok(answer)
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(find(world, request)?, &request.caller.region)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let (page, token) = Page::of(request, pages::V2, world.paging)?.take(world.domains(), |_| true);
    Ok(Answer::page(page.into_iter().map(|domain| shown(domain, &request.caller.region)), token))
}

/// The mappings go with the domain name.
fn delete(world: &mut World, request: &Request) -> Done {
    let name = find(world, request)?.name.clone();
    world.remove_domain(&name);
    Ok(Answer::no_content())
}

pub(super) fn find<'world>(world: &'world World, request: &Request) -> Result<&'world Domain, ServiceError> {
    let name = request.domain().unwrap_or_default();
    world.domain(name).ok_or_else(|| unknown(world, name))
}

/// A 400 as measured, and not a 409.
pub(super) fn already_exists() -> ServiceError {
    table::DOMAIN_TAKEN.bad_request("The domain name you provided already exists.")
}

/// The domain name does not exist, or is not seen: it is private, or spelled with capitals.
pub(super) fn unknown(world: &World, name: &str) -> ServiceError {
    let rule = if name.contains(char::is_uppercase) {
        &table::DOMAIN_CAPITALS
    } else if world.all_domains().any(|domain| domain.name == name) {
        &table::PRIVATE_DOMAIN
    } else {
        &table::UNKNOWN_DOMAIN
    };
    rule.not_found("Invalid domain name identifier specified")
}

impl Settings {
    fn apply(self, domain: &mut Domain) -> Result<(), ServiceError> {
        for configuration in self.domain_name_configurations {
            configuration.judge()?;
            domain.certificate_arn = configuration.certificate_arn.or(domain.certificate_arn.take());
            domain.ip_address_type = configuration.ip_address_type.unwrap_or(domain.ip_address_type);
            let proof = configuration.ownership_verification_certificate_arn;
            domain.ownership_verification_certificate_arn =
                proof.or(domain.ownership_verification_certificate_arn.take());
        }
        // An empty truststore turns mutual TLS off (documentation).
        let mutual_tls = self.mutual_tls_authentication.or(domain.mutual_tls.take());
        domain.mutual_tls = mutual_tls.filter(|asked| !asked.truststore_uri.is_empty());
        domain.routing_mode = self.routing_mode.unwrap_or(domain.routing_mode);
        Ok(())
    }
}

impl Configuration {
    /// v2 makes regional domain names with TLS 1.2 and no others.
    fn judge(&self) -> rules::Verdict {
        let refused = [
            (&self.endpoint_type, "EDGE", "EDGE endpoint type is not supported for APIGatewayV2 domainName"),
            (&self.security_policy, "TLS_1_0", "TLS_1_0 is not supported for APIGatewayV2 domainName."),
        ];
        match refused.iter().find(|(given, value, _)| given.as_deref() == Some(value)) {
            Some((_, _, message)) => Err(table::NOT_OF_V2.bad_request(*message)),
            None => Ok(()),
        }
    }
}

fn shown(domain: &Domain, region: &str) -> Value {
    json!({
        "apiMappingSelectionExpression": "$request.basepath",
        "domainName": domain.name,
        "domainNameArn": format!("arn:aws:apigateway:{region}::/domainnames/{}", domain.name),
        "domainNameConfigurations": [{
            "apiGatewayDomainName": format!("d-{}.execute-api.{region}.amazonaws.com", target(&domain.name)),
            "certificateArn": domain.certificate_arn,
            "domainNameStatus": domain.status,
            "domainNameStatusMessage": (domain.status != DomainStatus::Available).then_some("The change is under way."),
            "endpointType": domain.endpoint_type,
            "hostedZoneId": "Z1UJRXOUMOOFQ8",
            "ipAddressType": domain.ip_address_type,
            "ownershipVerificationCertificateArn": domain.ownership_verification_certificate_arn,
            "securityPolicy": domain.security_policy,
        }],
        "mutualTlsAuthentication": domain.mutual_tls,
        "routingMode": domain.routing_mode,
        "tags": domain.tags,
    })
}

/// The name of the API Gateway target: ten characters that depend on the domain name alone.
pub(super) fn target(name: &str) -> String {
    let mut rng =
        fastrand::Rng::with_seed(name.bytes().fold(7, |sum, byte| sum * 31 % 1_000_003 + u64::from(byte)));
    std::iter::repeat_with(|| rng.lowercase()).take(10).collect()
}
