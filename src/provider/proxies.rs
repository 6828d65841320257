//! Through which proxy an address is reached.

use std::net::IpAddr;

use http::Uri;
use tf_provider::Diagnostic;

use super::endpoint_urls::origin_and_path;
use super::setting::{Origin, Setting};
use super::sources::Sources;

/// The proxies, and what is reached without one.
// No `Debug`: a proxy's URL may hold a password.
#[derive(Clone, Default)]
pub(super) struct Proxies {
    pub(super) to_http: Option<String>,
    pub(super) to_https: Option<String>,
    direct: Vec<Direct>,
}

/// How an address is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Direct,
    ThroughHttpProxy,
    ThroughHttpsProxy,
}

impl Proxies {
    /// What the provider block says, else the environment; `http_proxy` of the block is for
    /// HTTPS as well. `NO_PROXY` holds for the proxies of either.
    ///
    /// # Errors
    /// A proxy that cannot be used.
    pub(super) fn decide(sources: &Sources<'_>) -> Result<Self, Diagnostic> {
        let settings = sources.settings;
        let http =
            sources.find("http_proxy", settings.http_proxy.as_ref(), &["HTTP_PROXY", "http_proxy"], None);
        let https = settings.https_proxy.as_ref().map(|url| ("https_proxy", url));
        let https = https.or_else(|| Some(("http_proxy", settings.http_proxy.as_ref()?)));
        let https = match https {
            Some((attribute, url)) => Some(Setting { value: url.clone(), origin: Origin::block(attribute) }),
            None => sources.outside(&["HTTPS_PROXY", "https_proxy"], None),
        };
        let direct = sources.find("no_proxy", settings.no_proxy.as_ref(), &["NO_PROXY", "no_proxy"], None);
        Ok(Self {
            to_http: http.map(proxy).transpose()?,
            to_https: https.map(proxy).transpose()?,
            direct: direct.map(|hosts| Direct::parse_all(&hosts.value)).unwrap_or_default(),
        })
    }

    /// How `address` is reached. This machine and its metadata services never are through
    /// a proxy, which would reach its own.
    pub(super) fn way_to(&self, address: &Uri) -> Way {
        let host = address.host().unwrap_or_default().trim_matches(['[', ']']);
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let is_plain = address.scheme_str() == Some("http");
        let port = address.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
        if is_own(&host) || self.direct.iter().any(|direct| direct.matches(&host, port)) {
            return Way::Direct;
        }
        match (is_plain, &self.to_http, &self.to_https) {
            (true, Some(_), _) => Way::ThroughHttpProxy,
            (false, _, Some(_)) => Way::ThroughHttpsProxy,
            _ => Way::Direct,
        }
    }
}

/// The URL of a proxy. As in curl and Go it may lack its scheme.
fn proxy(setting: Setting) -> Result<String, Diagnostic> {
    let Setting { value, origin } = setting;
    let url = if value.contains("://") { value } else { format!("http://{value}") };
    // A password with one of these signs would end the URL early.
    let is_proxy = !url.contains(['#', '?']) && origin_and_path(&url).is_some();
    // The URL itself stays out of the message: it may hold a password.
    let hint = "Write it like \"http://proxy.example.com:3128\"; a user name and a password go before the host, with \
                %-signs for characters that a URL cannot have there. Proxies of other kinds, such as SOCKS, cannot be \
                used.";
    if is_proxy {
        Ok(url)
    } else {
        Err(origin.refuse("Unusable Proxy", format!("The value of {origin} is no URL of a proxy. {hint}")))
    }
}

/// Whether a host is this machine, or one of the addresses at which its metadata and
/// credentials are served.
fn is_own(host: &str) -> bool {
    let is_link_local = |address: IpAddr| match address {
        IpAddr::V4(address) => address.is_link_local(),
        // The prefix of the metadata services over IPv6.
        IpAddr::V6(address) => address.segments()[..2] == [0xfd00, 0x0ec2] || address.is_unicast_link_local(),
    };
    let address = host.parse::<IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback() || is_link_local(address))
}

/// An entry of `no_proxy`, in one of the forms that curl and Go take.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Direct {
    /// `*`
    Everything,
    /// `example.com`, which its subdomains are part of; `.example.com` and `*.example.com`
    /// are its subdomains alone.
    Domain { name: String, only_below: bool, port: Option<u16> },
    /// `10.0.0.1` or `[::1]:8080`
    Address { address: IpAddr, port: Option<u16> },
    /// `10.0.0.0/8`
    Network { address: IpAddr, bits: u8 },
}

impl Direct {
    fn parse_all(hosts: &str) -> Vec<Self> {
        let entries = hosts.split(|c: char| c == ',' || c.is_whitespace());
        entries.filter(|entry| !entry.is_empty()).map(Self::parse).collect()
    }

    fn parse(entry: &str) -> Self {
        if entry == "*" {
            return Self::Everything;
        }
        if let Some((address, bits)) = entry.split_once('/')
            && let (Ok(address), Ok(bits)) = (address.parse(), bits.parse())
        {
            return Self::Network { address, bits };
        }
        if let Ok(address) = entry.trim_matches(['[', ']']).parse() {
            return Self::Address { address, port: None };
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => (host, port.parse().ok()),
            _ => (entry, None),
        };
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            return Self::Address { address, port };
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let name = host.trim_start_matches('*').trim_start_matches('.').to_owned();
        Self::Domain { only_below: name.len() < host.len(), name, port }
    }

    fn matches(&self, host: &str, port: u16) -> bool {
        let on_port = |wanted: &Option<u16>| wanted.is_none_or(|wanted| wanted == port);
        match self {
            Self::Everything => true,
            Self::Domain { name, only_below, port } => {
                let below = host.strip_suffix(name.as_str()).is_some_and(|before| before.ends_with('.'));
                on_port(port) && (below || !only_below && host == name)
            }
            Self::Address { address, port } => on_port(port) && host.parse() == Ok(*address),
            Self::Network { address, bits } => host.parse().is_ok_and(|host| is_in(host, *address, *bits)),
        }
    }
}

fn is_in(host: IpAddr, network: IpAddr, bits: u8) -> bool {
    let (host, network, length) = match (host.to_canonical(), network) {
        (IpAddr::V4(host), IpAddr::V4(network)) => {
            (u128::from(u32::from(host)), u128::from(u32::from(network)), 32)
        }
        (IpAddr::V6(host), IpAddr::V6(network)) => (u128::from(host), u128::from(network), 128),
        _ => return false,
    };
    let Some(rest) = u32::checked_sub(length, u32::from(bits)) else { return false };
    rest == 128 || (host ^ network) >> rest == 0
}

#[cfg(test)]
mod tests {
    use super::super::profile_files::tests::profiles;
    use super::super::settings::Settings;
    use super::super::variables::Variables;
    use super::*;

    async fn decided(settings: Settings, variables: &[(&str, &str)]) -> Result<Proxies, Diagnostic> {
        let variables = Variables::from(variables);
        let profiles = profiles("", &settings, &variables).await.unwrap();
        Proxies::decide(&Sources { settings: &settings, variables: &variables, profiles: &profiles })
    }

    fn block(http: Option<&str>, https: Option<&str>, direct: Option<&str>) -> Settings {
        let own = |value: Option<&str>| value.map(str::to_owned);
        Settings {
            http_proxy: own(http),
            https_proxy: own(https),
            no_proxy: own(direct),
            ..Settings::default()
        }
    }

    #[tokio::test]
    async fn proxies_and_exceptions_meet_wherever_they_come_from() {
        let (http, https) = (("HTTP_PROXY", "http://a:1"), ("HTTPS_PROXY", "b:2"));
        let none = || block(None, None, None);
        for (settings, variables, to_http, to_https) in [
            (none(), &[][..], Way::Direct, Way::Direct),
            (none(), &[http], Way::ThroughHttpProxy, Way::Direct),
            (none(), &[http, https], Way::ThroughHttpProxy, Way::ThroughHttpsProxy),
            (none(), &[("https_proxy", "b:2")], Way::Direct, Way::ThroughHttpsProxy),
            (none(), &[("ALL_PROXY", "socks5://c:3")], Way::Direct, Way::Direct),
            (block(Some("http://a:1"), None, None), &[], Way::ThroughHttpProxy, Way::ThroughHttpsProxy),
            (block(None, None, Some("aws.test")), &[http, https], Way::Direct, Way::Direct),
            (block(Some("http://a:1"), None, None), &[("NO_PROXY", "aws.test")], Way::Direct, Way::Direct),
            (
                block(None, None, Some("other")),
                &[http, ("NO_PROXY", "*")],
                Way::ThroughHttpProxy,
                Way::Direct,
            ),
        ] {
            let found = decided(settings, variables).await.unwrap();
            assert_eq!(found.way_to(&"http://aws.test".parse().unwrap()), to_http, "{variables:?}");
            assert_eq!(found.way_to(&"https://aws.test".parse().unwrap()), to_https, "{variables:?}");
        }
        let both = decided(block(Some("http://a:1"), Some("http://b:2"), None), &[]).await.unwrap();
        assert_eq!(
            (both.to_http.as_deref(), both.to_https.as_deref()),
            (Some("http://a:1"), Some("http://b:2"))
        );
    }

    #[tokio::test]
    async fn a_proxy_that_cannot_be_used_is_refused_by_its_setting_and_not_repeated() {
        for url in
            ["socks5://user:s3cr3t@proxy:1080", "http://user:s3cr3t#x@proxy", "http://", "http://[s3cr3t"]
        {
            let refused = decided(block(None, None, None), &[("HTTPS_PROXY", url)]).await.err().unwrap();
            assert!(refused.detail.starts_with("The value of HTTPS_PROXY is no URL"), "{url}: {refused:?}");
            assert!(!refused.detail.contains("s3cr3t"), "{refused:?}");
        }
    }

    #[test]
    fn exceptions_are_taken_in_every_form_of_curl_and_go() {
        for (entries, url, is_direct) in [
            ("*", "https://any.test", true),
            ("example.com", "https://example.com", true),
            ("example.com", "https://api.example.com", true),
            ("example.com", "https://badexample.com", false),
            ("EXAMPLE.com.", "https://example.COM", true),
            (".example.com", "https://api.example.com", true),
            (".example.com", "https://example.com", false),
            ("*.example.com", "https://api.example.com", true),
            ("*.example.com", "https://example.com", false),
            ("example.com:8443", "https://example.com:8443", true),
            ("example.com:443", "https://example.com", true),
            ("example.com:8443", "https://example.com", false),
            ("a.test, b.test", "https://b.test", true),
            ("a.test b.test", "https://b.test", true),
            ("10.0.0.1", "http://10.0.0.1:4566", true),
            ("10.0.0.1:80", "http://10.0.0.1:4566", false),
            ("10.0.0.0/8", "http://10.9.9.9", true),
            ("10.0.0.0/8", "http://11.0.0.1", false),
            ("10.0.0.0/33", "http://10.0.0.1", false),
            ("0.0.0.0/0", "http://11.0.0.1", true),
            ("2001:db8::/32", "http://[2001:db8::9]:80", true),
            ("2001:db8::1", "http://[2001:db8::1]", true),
            ("[2001:db8::1]:80", "http://[2001:db8::1]", true),
            ("::/0", "http://[2001:db8::1]", true),
            ("", "http://example.com", false),
            ("", "http://localhost:4566", true),
            ("", "http://gateway.localhost", true),
            ("", "http://127.0.0.1:4566", true),
            ("", "http://[::1]:4566", true),
            ("", "http://169.254.169.254", true),
            ("", "http://[fd00:ec2::254]", true),
            ("", "http://192.168.0.1", false),
        ] {
            let proxies = Proxies {
                to_http: Some("http://proxy".to_owned()),
                to_https: Some("http://proxy".to_owned()),
                direct: Direct::parse_all(entries),
            };
            let way = proxies.way_to(&url.parse().unwrap());
            assert_eq!(way == Way::Direct, is_direct, "{entries} {url}");
        }
    }
}
