//! The HTTP clients: which certificates they trust and which proxy they go through.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tf_provider::{AttributePath, Diagnostic};

use super::profile_files::expand_home;
use super::settings::Settings;
use crate::diagnostic::{about, general};
use crate::gateway::causes::io_words;

/// How requests leave this machine.
pub(super) struct Http {
    tls: TlsContext,
    to_http: ProxyConfig,
    to_https: ProxyConfig,
}

impl Http {
    /// Reads the certificate bundle and the proxy settings.
    ///
    /// # Errors
    /// A bundle that cannot be read or holds no certificate.
    pub(super) fn new(settings: &Settings) -> Result<Self, Diagnostic> {
        let tls = TlsContext::builder().with_trust_store(trust_store(settings)?).build();
        let tls = tls.map_err(|error| general("Unusable TLS Settings", error.to_string()))?;
        let no_proxy = settings.no_proxy.as_deref();
        let https = settings.https_proxy.as_deref().or(settings.http_proxy.as_deref());
        Ok(Self {
            tls,
            to_http: proxy(settings.http_proxy.as_deref(), no_proxy)?,
            to_https: proxy(https, no_proxy)?,
        })
    }

    /// A client for an endpoint; `None` stands for the service's own, which is HTTPS.
    pub(super) fn client_for(&self, endpoint: Option<&str>) -> SharedHttpClient {
        let plain = endpoint.is_some_and(|url| url.to_ascii_lowercase().starts_with("http:"));
        let proxy = if plain { self.to_http.clone() } else { self.to_https.clone() };
        let tls = self.tls.clone();
        Builder::new().build_with_connector_fn(move |settings, components| {
            let mut builder = Connector::builder()
                .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
                .tls_context(tls.clone())
                .proxy_config(proxy.clone());
            builder.set_connector_settings(settings.cloned());
            builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
            builder.build()
        })
    }
}

/// What the environment says, unless the provider block says something.
fn proxy(url: Option<&str>, no_proxy: Option<&str>) -> Result<ProxyConfig, Diagnostic> {
    // The error of the proxy itself repeats its URL, which may hold a password.
    let invalid = |_| general("Invalid Proxy URL", "Write it like \"http://proxy.example.com:3128\".");
    let config = url.map_or_else(|| Ok(ProxyConfig::from_env()), ProxyConfig::all).map_err(invalid)?;
    Ok(match no_proxy {
        Some(hosts) => config.no_proxy(hosts),
        None => config,
    })
}

/// `custom_ca_bundle`, else `AWS_CA_BUNDLE`, else the system's certificates. As in
/// the AWS CLI, a bundle takes the place of the system's.
fn trust_store(settings: &Settings) -> Result<TrustStore, Diagnostic> {
    let from_env = std::env::var("AWS_CA_BUNDLE").ok().filter(|path| !path.is_empty());
    let (path, source) = match (&settings.custom_ca_bundle, from_env) {
        (Some(path), _) => (path.clone(), "custom_ca_bundle"),
        (None, Some(path)) => (path, "AWS_CA_BUNDLE"),
        (None, None) => return Ok(TrustStore::default()),
    };
    let path = expand_home(&path);
    let refuse = |why: &str| {
        let detail = format!(
            "The file {} of {source} {why}. Give a file with one or more certificates in PEM form.",
            path.display()
        );
        match source {
            "custom_ca_bundle" => about(AttributePath::new("custom_ca_bundle"), "Unusable CA Bundle", detail),
            _ => general("Unusable CA Bundle", detail),
        }
    };
    let pem = std::fs::read(&path);
    let pem = pem.map_err(|error| refuse(&format!("cannot be read: {}", io_words(&error))))?;
    // The SDK would panic about these.
    match CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>() {
        Err(_) => Err(refuse("is not in PEM form")),
        Ok(certificates) if certificates.is_empty() => Err(refuse("holds no certificate")),
        Ok(_) => Ok(TrustStore::empty().with_pem_certificate(pem)),
    }
}
