//! The HTTP client: which certificates it trusts, which proxy it goes through, and what it
//! makes of an answer.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::base64;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tf_provider::Diagnostic;

use super::paths::expanded;
use super::proxies::{Proxies, Way};
use super::secrets::Secrets;
use super::setting::Setting;
use super::sources::Sources;
use crate::diagnostic::general;
use crate::gateway::causes::io_words;
use crate::gateway::with_body;

/// The file with the certificates to trust instead of the system's: what the provider
/// block says, else `AWS_CA_BUNDLE`, else the profile.
pub(super) fn ca_bundle(sources: &Sources<'_>) -> Option<Setting> {
    let bundle = sources.settings.custom_ca_bundle.as_ref();
    sources.find("custom_ca_bundle", bundle, &["AWS_CA_BUNDLE"], Some("ca_bundle"))
}

/// The client that every request leaves this machine through. The address of each
/// request, whatever names it, decides about the proxy. Answers come with their bodies, which
/// have a largest size, and refusals without the secrets of their requests.
///
/// # Errors
/// A bundle that cannot be read or holds no certificate, and a proxy that cannot be used.
pub(super) async fn client(
    proxies: Proxies,
    ca_bundle: Option<Setting>,
) -> Result<SharedHttpClient, Diagnostic> {
    let trusted = match ca_bundle {
        Some(bundle) => trust_store(bundle).await?,
        None => TrustStore::default(),
    };
    let tls = TlsContext::builder().with_trust_store(trusted).build();
    let tls = tls.map_err(|error| general("Unusable TLS Settings", error.to_string()))?;
    let through = |url: &Option<String>| match url {
        None => Ok(None),
        // The error repeats the URL, which may hold a password.
        Some(url) => match ProxyConfig::all(url.as_str()) {
            Ok(proxy) => Ok(Some(one_way(&tls, proxy))),
            Err(_) => Err(general("Unusable Proxy", "The URL of the proxy cannot be used.")),
        },
    };
    let to_http = through(&proxies.to_http)?;
    let to_https = through(&proxies.to_https)?;
    let direct = one_way(&tls, ProxyConfig::disabled());
    Ok(http_client_fn(move |settings, components| {
        let connector = |client: &SharedHttpClient| client.http_connector(settings, components);
        SharedHttpConnector::new(Ways {
            direct: connector(&direct),
            to_http: to_http.as_ref().map(connector),
            to_https: to_https.as_ref().map(connector),
            proxies: proxies.clone(),
        })
    }))
}

/// A client that sends everything through one proxy, or nothing through any.
fn one_way(tls: &TlsContext, proxy: ProxyConfig) -> SharedHttpClient {
    let tls = tls.clone();
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

/// A connector for each way that a request may go.
struct Ways {
    direct: SharedHttpConnector,
    to_http: Option<SharedHttpConnector>,
    to_https: Option<SharedHttpConnector>,
    proxies: Proxies,
}

// Requests hold secrets, and so may the URL of a proxy.
impl std::fmt::Debug for Ways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ways")
    }
}

impl HttpConnector for Ways {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let way = self.proxies.way_to(&request.uri().parse().unwrap_or_default());
        let proxied = match way {
            Way::Direct => None,
            Way::ThroughHttpProxy => self.to_http.as_ref(),
            Way::ThroughHttpsProxy => self.to_https.as_ref(),
        };
        let secrets = Secrets::of(&request);
        let answer = proxied.unwrap_or(&self.direct).call(request);
        HttpConnectorFuture::new(async move { Ok(secrets.take_out_of(with_body(answer.await?).await?)) })
    }
}

/// The certificates of a bundle. As in the AWS CLI, they take the place of the system's.
async fn trust_store(bundle: Setting) -> Result<TrustStore, Diagnostic> {
    let Setting { value, origin } = bundle;
    let path = expanded(&value);
    let refuse = |why: &str| {
        let detail = format!(
            "The file {} of {origin} {why}. Give a file with one or more certificates in PEM form.",
            path.display()
        );
        origin.refuse("Unusable CA Bundle", detail)
    };
    let pem = tokio::fs::read(&path).await;
    let pem = pem.map_err(|error| refuse(&format!("cannot be read: {}", io_words(&error))))?;
    // The SDK would panic about these.
    let Ok(certificates) = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>() else {
        return Err(refuse("is not in PEM form"));
    };
    if certificates.is_empty() {
        return Err(refuse("holds no certificate"));
    }
    let mut bundle = String::new();
    let mut usable = RootCertStore::empty();
    for certificate in certificates {
        // As in hashicorp/aws, one that cannot be used does not keep the others from it.
        if usable.add(certificate.clone()).is_ok() {
            let text = base64::encode(&certificate);
            bundle += &format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
        }
    }
    if usable.is_empty() {
        return Err(refuse("holds no certificate that can be used"));
    }
    Ok(TrustStore::empty().with_pem_certificate(bundle))
}
