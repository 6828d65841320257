//! Custom domain names through API Gateway v1, which has all kinds of them. A private one is
//! named by its identifier too, in the query.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::domain_names::{already_exists, target, unknown};
use crate::answer::Answer;
use crate::domain::{Domain, EndpointAccessMode, EndpointType, MutualTls, RoutingMode, SecurityPolicy};
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
            "/domainnames",
            post(call(Operation::CreateV1DomainName, create)).get(call(Operation::GetV1DomainNames, list)),
        )
        .route(
            "/domainnames/{domain}",
            get(call(Operation::GetV1DomainName, read)).delete(call(Operation::DeleteV1DomainName, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    domain_name: String,
    certificate_arn: Option<String>,
    regional_certificate_arn: Option<String>,
    endpoint_configuration: Option<EndpointConfiguration>,
    security_policy: Option<SecurityPolicy>,
    endpoint_access_mode: Option<EndpointAccessMode>,
    mutual_tls_authentication: Option<MutualTls>,
    ownership_verification_certificate_arn: Option<String>,
    routing_mode: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct EndpointConfiguration {
    #[serde(default)]
    types: Vec<EndpointType>,
}

/// A domain name as v1 knows it: with its identifier if it is private.
pub(super) struct V1Domain<'world> {
    pub(super) id: Option<&'world str>,
    pub(super) domain: &'world Domain,
}

fn create(world: &mut World, request: &Request) -> Done {
    let input: CreateInput = request.json()?;
    rules::enhanced_policy_has_access_mode(input.security_policy, input.endpoint_access_mode)?;
    let domain = input.into_domain()?;
    if domain.endpoint_type == EndpointType::Private {
        let id = world.new_private_domain_id();
        let answer = Answer::json(201, &shown(&V1Domain { id: Some(&id), domain: &domain }, world, request));
        world.put_private_domain(id, domain);
        return Ok(answer);
    }
    if world.domain(&domain.name).is_some() {
        return Err(already_exists());
    }
    let answer = Answer::json(201, &shown(&V1Domain { id: None, domain: &domain }, world, request));
    world.put_domain(domain);
    Ok(answer)
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(&find(world, request)?, world, request)))
}

/// Public domain names, and private ones with their identifiers.
fn list(world: &mut World, request: &Request) -> Done {
    let public = world.domains().values().map(|domain| (domain.name.clone(), V1Domain { id: None, domain }));
    let private = world
        .private_domains()
        .map(|(id, domain)| (format!("{}+{id}", domain.name), V1Domain { id: Some(id), domain }));
    let all: BTreeMap<String, V1Domain<'_>> = public.chain(private).collect();
    let (page, token) = Page::of(request, pages::V1, world.paging)?.take(&all, |_| true);
    Ok(Answer::v1_page(page.into_iter().map(|found| shown(found, world, request)), token))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let found = find(world, request)?;
    let (id, name) = (found.id.map(str::to_owned), found.domain.name.clone());
    match id {
        Some(id) => world.remove_private_domain(&id),
        None => drop(world.remove_domain(&name)),
    }
    Ok(Answer::accepted())
}

/// Finds the public domain name, or the private one that the query names.
pub(super) fn find<'world>(
    world: &'world World,
    request: &'world Request,
) -> Result<V1Domain<'world>, ServiceError> {
    let name = request.domain().unwrap_or_default();
    let id = request.query.get("domainNameId").map(String::as_str);
    let domain = match id {
        Some(id) => world.private_domain(id).filter(|domain| domain.name == name),
        None => world.domain(name),
    };
    domain.map(|domain| V1Domain { id, domain }).ok_or_else(|| unknown(world, name))
}

/// The same, to be changed.
pub(super) fn find_mut<'world>(world: &'world mut World, request: &Request) -> Option<&'world mut Domain> {
    match request.query.get("domainNameId") {
        Some(id) => world.private_domain_mut(id),
        None => world.domain_mut(request.domain()?),
    }
}

impl CreateInput {
    /// Edge-optimised with TLS 1.0 if nothing is said, as REST APIs are; private ones have TLS 1.2.
    fn into_domain(self) -> Result<Domain, ServiceError> {
        let types = self.endpoint_configuration.map(|configuration| configuration.types).unwrap_or_default();
        let endpoint_type = types.first().copied().unwrap_or(EndpointType::Edge);
        let usual = match endpoint_type {
            EndpointType::Private => SecurityPolicy::Tls12,
            EndpointType::Regional | EndpointType::Edge => SecurityPolicy::Tls10,
        };
        let routing_mode = self.routing_mode.as_deref().map(routing_mode).transpose()?;
        Ok(Domain {
            endpoint_type,
            security_policy: self.security_policy.unwrap_or(usual),
            endpoint_access_mode: self.endpoint_access_mode,
            routing_mode: routing_mode.unwrap_or_default(),
            certificate_arn: self.regional_certificate_arn.or(self.certificate_arn),
            ownership_verification_certificate_arn: self.ownership_verification_certificate_arn,
            mutual_tls: self.mutual_tls_authentication,
            tags: self.tags,
            ..Domain::new(self.domain_name)
        })
    }
}

fn routing_mode(name: &str) -> Result<RoutingMode, ServiceError> {
    let found = RoutingMode::IN_V1.into_iter().find(|(known, _)| *known == name);
    found
        .map(|(_, mode)| mode)
        .ok_or_else(|| table::BODY.bad_request(format!("Invalid routing mode specified: {name}")))
}

fn shown(found: &V1Domain<'_>, world: &World, request: &Request) -> Value {
    let V1Domain { id, domain } = found;
    let (region, name) = (&request.caller.region, &domain.name);
    let mode = RoutingMode::IN_V1.into_iter().find(|(_, mode)| *mode == domain.routing_mode);
    let mut body = json!({
        "domainName": name,
        "domainNameArn": format!("arn:aws:apigateway:{region}::/domainnames/{name}"),
        "domainNameStatus": domain.status,
        "endpointAccessMode": domain.endpoint_access_mode,
        "endpointConfiguration": { "ipAddressType": domain.ip_address_type, "types": [domain.endpoint_type] },
        "mutualTlsAuthentication": domain.mutual_tls,
        "ownershipVerificationCertificateArn": domain.ownership_verification_certificate_arn,
        "routingMode": mode.map(|(name, _)| name),
        "securityPolicy": domain.security_policy,
        "tags": domain.tags,
    });
    let more = match domain.endpoint_type {
        EndpointType::Regional => json!({
            "regionalCertificateArn": domain.certificate_arn,
            "regionalDomainName": format!("d-{}.execute-api.{region}.amazonaws.com", target(name)),
            "regionalHostedZoneId": "Z1UJRXOUMOOFQ8",
        }),
        EndpointType::Edge => json!({
            "certificateArn": domain.certificate_arn,
            "distributionDomainName": format!("d{}.cloudfront.net", target(name)),
            "distributionHostedZoneId": "Z2FDTNDATAQYW2",
        }),
        EndpointType::Private => json!({
            "certificateArn": domain.certificate_arn,
            "domainNameArn": format!(
                "arn:aws:apigateway:{region}:{}:/domainnames/{name}+{}",
                world.account(),
                id.unwrap_or_default()
            ),
            "domainNameId": id,
        }),
    };
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}
