//! Where the services are.

use anyhow::{Context, Result};
use aws_sdk_apigatewayv2::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};

use crate::request::Service;

/// The address of each service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hosts {
    /// One address answers for all: what stands in for AWS, or stands before it.
    One(String),
    /// The services' own.
    OfAws,
}

impl Hosts {
    /// One address for all services.
    #[must_use]
    pub(crate) fn one(url: &str) -> Self {
        Self::One(url.trim_end_matches('/').to_owned())
    }

    /// The URL of a service, without a slash at its end.
    #[must_use]
    pub(crate) fn url(&self, service: Service, region: &str) -> String {
        match self {
            Self::One(url) => url.clone(),
            Self::OfAws => {
                let gateway = of_api_gateway(region).unwrap_or_default();
                gateway.replacen("apigateway", service.signing_name(), 1)
            }
        }
    }

    /// Whether AWS or what may lead there is called, and not this machine.
    #[must_use]
    pub(crate) fn lead_to_aws(&self) -> bool {
        let Self::One(url) = self else { return true };
        let host = url.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_owned));
        let host = host.unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host != "localhost" && !address.is_ok_and(|address| address.is_loopback())
    }
}

/// The address of API Gateway, as the SDK finds it in every partition.
///
/// # Errors
/// The region is none.
pub(crate) fn of_api_gateway(region: &str) -> Result<String> {
    let params = Params::builder().region(region).build()?;
    let resolver = DefaultResolver::new();
    let endpoint = ResolveEndpoint::resolve_endpoint(&resolver, &params);
    let endpoint =
        futures_util::FutureExt::now_or_never(endpoint).context("the address is not known at once")?;
    let endpoint = endpoint.map_err(|error| anyhow::anyhow!("{error}"));
    Ok(endpoint.with_context(|| format!("{region} is no region of AWS"))?.url().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_has_its_own_host_in_every_partition() {
        for (region, service, url) in [
            ("eu-west-1", Service::ApiGateway, "https://apigateway.eu-west-1.amazonaws.com"),
            ("eu-west-1", Service::Acm, "https://acm.eu-west-1.amazonaws.com"),
            ("cn-north-1", Service::Sts, "https://sts.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", Service::Acm, "https://acm.eusc-de-east-1.amazonaws.eu"),
        ] {
            assert_eq!(Hosts::OfAws.url(service, region), url);
        }
        assert!(of_api_gateway("not a region").is_err());
    }

    #[test]
    fn one_address_answers_for_all_services() {
        assert_eq!(Hosts::one("http://127.0.0.1:1/").url(Service::Acm, "eu-west-1"), "http://127.0.0.1:1");
    }

    #[test]
    fn only_this_machine_is_not_aws() {
        for (url, leads) in [
            ("http://127.0.0.1:4566", false),
            ("http://localhost:4566", false),
            ("http://[::1]:4566", false),
            ("https://vpce-1.apigateway.eu-west-1.vpce.amazonaws.com", true),
        ] {
            assert_eq!(Hosts::one(url).lead_to_aws(), leads, "{url}");
        }
    }
}
