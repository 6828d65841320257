//! Which addresses are called.

use http::Uri;
use tf_provider::{AttributePath, Diagnostic};

use super::setting::{Origin, Setting};
use super::sources::Sources;

/// The addresses of the services, where something names them; else the region's own are called.
// No `Debug`: it is in no log.
#[derive(Clone, Default)]
pub(super) struct EndpointUrls {
    pub(super) apigateway: Option<String>,
    pub(super) apigatewayv2: Option<String>,
    pub(super) sts: Option<String>,
    pub(super) sso: Option<String>,
    pub(super) sso_oidc: Option<String>,
    /// The service that renews the sessions of `aws login`.
    pub(super) sign_in: Option<String>,
}

impl EndpointUrls {
    /// For each service what the provider block says, else the service's own variable, the
    /// `services` section of the profile, `AWS_ENDPOINT_URL`, the profile's `endpoint_url`: what is
    /// of the service alone goes first, as in hashicorp/aws.
    ///
    /// # Errors
    /// What names an address that is no URL.
    pub(super) fn decide(sources: &Sources<'_>) -> Result<Self, Diagnostic> {
        let ignored = sources.flag(
            None,
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            Some("ignore_configured_endpoint_urls"),
        )?;
        let block = &sources.settings.endpoints;
        let url = |attribute, value: Option<&String>, variables: &[&'static str], service: &str| {
            let in_block = value.map(|url| Setting {
                value: url.clone(),
                origin: Origin::Block(AttributePath::new("endpoints").index(0).attribute(attribute)),
            });
            if in_block.is_none() && ignored != Some(true) {
                let own = sources.outside(variables, None);
                let own = own.map_or_else(|| sources.profiles.endpoint_of(service), |own| Ok(Some(own)))?;
                let found = own.or_else(|| sources.outside(&["AWS_ENDPOINT_URL"], Some("endpoint_url")));
                return found.map(address).transpose();
            }
            in_block.map(address).transpose()
        };
        Ok(Self {
            apigateway: url(
                "apigateway",
                block.apigateway.as_ref(),
                &["AWS_ENDPOINT_URL_API_GATEWAY"],
                "api_gateway",
            )?,
            apigatewayv2: url(
                "apigatewayv2",
                block.apigatewayv2.as_ref(),
                &["AWS_ENDPOINT_URL_APIGATEWAYV2"],
                "apigatewayv2",
            )?,
            // The last two are the older names, as in hashicorp/aws.
            sts: url(
                "sts",
                block.sts.as_ref(),
                &["AWS_ENDPOINT_URL_STS", "TF_AWS_STS_ENDPOINT", "AWS_STS_ENDPOINT"],
                "sts",
            )?,
            sso: url("sso", block.sso.as_ref(), &["AWS_ENDPOINT_URL_SSO"], "sso")?,
            sso_oidc: url("sso_oidc", None, &["AWS_ENDPOINT_URL_SSO_OIDC"], "sso_oidc")?,
            sign_in: url("sign_in", None, &["AWS_ENDPOINT_URL_SIGNIN"], "signin")?,
        })
    }
}

/// The address of a setting, without user name and password: a signature takes their place.
///
/// # Errors
/// It is no URL. The error does not repeat it, because it may hold a password.
pub(super) fn address(setting: Setting) -> Result<String, Diagnostic> {
    setting.url(without_user, "Write it with its scheme, such as \"http://localhost:4566\".")
}

/// A URL of scheme http or https with a host, without user name, password, query and fragment.
fn without_user(url: &str) -> Option<String> {
    let (origin, path) = origin_and_path(url)?;
    let path = path.split('?').next().unwrap_or_default();
    Some(origin + path.trim_end_matches('/'))
}

/// The scheme, host and port of such a URL; and its path, with the query.
pub(super) fn origin_and_path(url: &str) -> Option<(String, String)> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let host = uri.host().filter(|host| !host.is_empty())?;
    let port = uri.port().map(|port| format!(":{port}")).unwrap_or_default();
    // A port that is no number of one is not read.
    uri.authority()?.as_str().ends_with(&format!("{host}{port}")).then_some(())?;
    let path = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    Some((format!("{scheme}://{host}{port}"), path))
}

#[cfg(test)]
mod tests {
    use super::super::profile_files::tests::profiles;
    use super::super::settings::{Endpoints, Settings};
    use super::super::variables::Variables;
    use super::*;

    async fn decided(
        sts: Option<&str>,
        variables: &[(&str, &str)],
        config: &str,
    ) -> Result<EndpointUrls, Diagnostic> {
        let endpoints = Endpoints { sts: sts.map(str::to_owned), ..Endpoints::default() };
        let settings = Settings { endpoints, ..Settings::default() };
        let variables = Variables::from(variables);
        let profiles = profiles(config, &settings, &variables).await?;
        EndpointUrls::decide(&Sources { settings: &settings, variables: &variables, profiles: &profiles })
    }

    #[tokio::test]
    async fn what_is_of_the_service_alone_goes_before_what_is_of_all() {
        let config = "[default]\nservices = s\nendpoint_url = http://profile\n[services s]\nsts =\n  endpoint_url = \
                      http://section\n";
        let all = [("AWS_ENDPOINT_URL_STS", "http://own"), ("AWS_ENDPOINT_URL", "http://common")];
        for (block, variables, sts, v2) in [
            (Some("http://block"), &all[..], "http://block", "http://common"),
            (None, &all[..], "http://own", "http://common"),
            (None, &all[1..], "http://section", "http://common"),
            (None, &[("AWS_ENDPOINT_URL", "")], "http://section", "http://profile"),
            (None, &[("AWS_STS_ENDPOINT", "http://old"), all[1]], "http://old", "http://common"),
            (None, &[("TF_AWS_STS_ENDPOINT", "http://old"), all[0]], "http://own", "http://profile"),
        ] {
            let found = decided(block, variables, config).await.unwrap();
            assert_eq!((found.sts.as_deref(), found.apigatewayv2.as_deref()), (Some(sts), Some(v2)));
        }
        let ignore = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE");
        let found = decided(Some("http://block"), &[ignore, all[0], all[1]], config).await.unwrap();
        assert_eq!((found.sts.as_deref(), found.apigatewayv2.as_deref()), (Some("http://block"), None));
    }

    #[tokio::test]
    async fn what_is_no_url_is_refused_by_its_place_and_not_repeated() {
        for value in ["localhost:4566", "user:s3cr3t@host", "ftp://s3cr3t", "http:///s3cr3t"] {
            let refused = decided(None, &[("AWS_ENDPOINT_URL_STS", value)], "").await.err().unwrap();
            assert!(refused.detail.contains("AWS_ENDPOINT_URL_STS is not a URL"), "{refused:?}");
            assert!(!refused.detail.contains("s3cr3t"), "{refused:?}");
        }
        let refused =
            decided(None, &[("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "yes")], "").await.err().unwrap();
        assert!(refused.detail.contains("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is \"yes\""), "{refused:?}");
    }

    #[test]
    fn an_address_is_without_what_may_be_secret() {
        for (url, address) in [
            ("http://localhost:4566", Some("http://localhost:4566")),
            ("https://user:s3cr3t@host:8443/base/?q=s3cr3t", Some("https://host:8443/base")),
            ("HTTPS://host", Some("https://host")),
            ("http://[::1]:4566/", Some("http://[::1]:4566")),
            ("localhost", None),
            ("http://localhost:99999", None),
            ("http://localhost:", None),
        ] {
            assert_eq!(without_user(url).as_deref(), address, "{url}");
        }
    }
}
