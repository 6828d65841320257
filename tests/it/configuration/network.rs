//! Certificates, proxies, and the service's own addresses.

use super::{REGION, Setup, endpoints};
use crate::harness::relay::{Certificate, Relay};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_bundle_of_certificates_is_trusted),
    scenario!(a_self_signed_certificate_in_the_bundle_is_trusted_or_explained),
    scenario!(a_certificate_that_is_not_trusted_is_refused),
    scenario!(plain_calls_go_through_the_http_proxy, needs: [ProxyRequests]),
    scenario!(encrypted_calls_go_through_the_https_proxy),
    scenario!(hosts_in_no_proxy_are_called_directly),
    scenario!(this_machine_is_never_called_through_a_proxy),
    scenario!(proxies_come_from_the_environment, needs: [ProxyRequests]),
    scenario!(without_endpoints_the_regions_own_addresses_are_called),
];

fn a_bundle_of_certificates_is_trusted(case: &Case) {
    let mut setup = Setup::new(case);
    let certificate = Certificate::new(&["localhost"], setup.project.folder());
    let front = Relay::tls(case.aws.url(), &certificate);
    let bundle = certificate.bundle.display().to_string();
    let endpoints = endpoints(&front.tls_url());
    setup.provider(&[REGION, &setup.keys(), &endpoints, &format!("custom_ca_bundle = {bundle:?}")]);
    setup.works();
    setup.provider(&[REGION, &setup.keys(), &endpoints]);
    setup.project.env("AWS_CA_BUNDLE", &bundle);
    setup.works();
    // Bundles of companies hold certificates that not every program can read.
    let odd = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
    let pem = std::fs::read_to_string(&bundle).expect("the bundle");
    setup.project.file("mixed.pem", &format!("{odd}{pem}")).file("odd.pem", odd);
    setup.project.env("AWS_CA_BUNDLE", "~/mixed.pem");
    setup.works();
    setup.project.env("AWS_CA_BUNDLE", "~/odd.pem");
    setup.project.plan().fails().error("Unusable CA Bundle").says("holds no certificate that can be used");
    assert!(front.sent().contains("/apigateway/aws4_request"));
}

fn a_self_signed_certificate_in_the_bundle_is_trusted_or_explained(case: &Case) {
    let setup = Setup::new(case);
    for is_authority in [false, true] {
        let certificate = Certificate::self_signed(&["localhost"], is_authority, setup.project.folder());
        let front = Relay::tls(case.aws.url(), &certificate);
        let bundle = format!("custom_ca_bundle = {:?}", certificate.bundle);
        setup.provider(&[REGION, &setup.keys(), &endpoints(&front.tls_url()), &bundle]);
        if !is_authority {
            setup.works();
            continue;
        }
        let failed = setup.project.apply().fails();
        let error = failed.error("Certificate Not Trusted").says("CA:TRUE");
        error.reads_as("certificate_of_an_authority", case, &[(&front.tls_url(), "front")]);
    }
}

fn a_certificate_that_is_not_trusted_is_refused(case: &Case) {
    let setup = Setup::new(case);
    let certificate = Certificate::new(&["localhost"], setup.project.folder());
    let front = Relay::tls(case.aws.url(), &certificate);
    let skip = "skip_credentials_validation = true\nmax_retries = 0";
    setup.provider(&[REGION, &setup.keys(), &endpoints(&front.tls_url()), skip]);
    let failed = setup.project.apply().fails();
    let error = failed.error("Could Not Create API Mapping").says("certificate");
    error.reads_as("certificate_that_is_not_trusted", case, &[(&front.tls_url(), "front")]);
    assert!(!front.sent().contains("aws4_request"), "nothing is sent where the certificate is not trusted");
}

/// Names that do not resolve: only a proxy gets there.
const PLAIN: &str = "http://gateway.invalid";
const ENCRYPTED: &str = "https://gateway.invalid";

fn plain_calls_go_through_the_http_proxy(case: &Case) {
    let setup = Setup::new(case);
    let proxy = format!("http_proxy = {:?}", setup.recorder.url());
    setup.provider(&[REGION, &setup.keys(), &endpoints(PLAIN), &proxy]);
    setup.works();
    assert!(setup.recorder.sent().contains("POST http://gateway.invalid/v2/domainnames/"));
}

fn encrypted_calls_go_through_the_https_proxy(case: &Case) {
    let setup = Setup::new(case);
    let certificate = Certificate::new(&["gateway.invalid"], setup.project.folder());
    let front = Relay::tls(case.aws.url(), &certificate);
    let bundle = format!("custom_ca_bundle = {:?}", certificate.bundle);
    for (attribute, proxy) in
        [("https_proxy", Relay::plain(&front.url())), ("http_proxy", Relay::plain(&front.url()))]
    {
        let line = format!("{attribute} = {:?}", proxy.url());
        setup.provider(&[REGION, &setup.keys(), &endpoints(ENCRYPTED), &bundle, &line]);
        setup.works();
        assert!(proxy.sent().contains("CONNECT gateway.invalid:443"), "{attribute}");
        assert!(!proxy.sent().contains("aws4_request"), "a proxy sees nothing of an encrypted call");
    }
}

/// Where nothing listens.
const NOWHERE: &str = "http://127.0.0.1:9";

fn hosts_in_no_proxy_are_called_directly(case: &Case) {
    // An address of this machine that is not its loopback.
    let mut setup = Setup::new(case);
    let here = endpoints(&setup.recorder.url().replace("127.0.0.1", "0.0.0.0"));
    let (proxy, hosts) = (format!("http_proxy = {NOWHERE:?}"), "no_proxy = \"other.test,0.0.0.0\"");
    // Block and environment meet, whichever of them has the one and the other.
    for (lines, variables) in [
        (vec![proxy.as_str(), hosts], vec![]),
        (vec![hosts], vec![("HTTP_PROXY", NOWHERE)]),
        (vec![proxy.as_str()], vec![("NO_PROXY", "0.0.0.0")]),
        (vec![], vec![("http_proxy", NOWHERE), ("no_proxy", "0.0.0.0")]),
    ] {
        setup.provider(&[&[REGION, &setup.keys(), &here], &lines[..]].concat());
        for (name, value) in &variables {
            setup.project.env(name, value);
        }
        setup.works();
        // Without the exception, the proxy is in the way.
        let without: Vec<_> = lines.iter().copied().filter(|line| *line != hosts).collect();
        setup.provider(&[&[REGION, &setup.keys(), &here, "max_retries = 0"], &without[..]].concat());
        setup.project.without_env("NO_PROXY").without_env("no_proxy");
        setup.project.plan().fails().error("STS Not Reachable");
        setup.project.without_env("HTTP_PROXY").without_env("http_proxy");
    }
}

fn this_machine_is_never_called_through_a_proxy(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &format!("http_proxy = {NOWHERE:?}")]);
    setup.project.env("HTTPS_PROXY", NOWHERE);
    setup.works();
}

fn proxies_come_from_the_environment(case: &Case) {
    let mut setup = Setup::new(case);
    let url = setup.recorder.url();
    setup.provider(&[REGION, &setup.keys(), &endpoints(PLAIN)]);
    setup.project.env("HTTP_PROXY", &url);
    setup.works();
    assert!(setup.recorder.sent().contains("POST http://gateway.invalid/v2/domainnames/"));

    let certificate = Certificate::new(&["gateway.invalid"], setup.project.folder());
    let front = Relay::tls(case.aws.url(), &certificate);
    let proxy = Relay::plain(&front.url());
    setup.provider(&[REGION, &setup.keys(), &endpoints(ENCRYPTED)]);
    setup.project.env("AWS_CA_BUNDLE", &certificate.bundle.display().to_string());
    setup.project.env("HTTPS_PROXY", &proxy.url());
    setup.works();
    assert!(proxy.sent().contains("CONNECT gateway.invalid:443"));
}

fn without_endpoints_the_regions_own_addresses_are_called(case: &Case) {
    let setup = Setup::new(case);
    for (lines, gateway, sts) in [
        ("", "apigateway.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.com"),
        ("use_dualstack_endpoint = true", "apigateway.eu-west-1.api.aws", "sts.eu-west-1.api.aws"),
        (
            "use_fips_endpoint = true",
            "apigateway-fips.eu-west-1.amazonaws.com",
            "sts-fips.eu-west-1.amazonaws.com",
        ),
    ] {
        let certificate = Certificate::new(&[gateway, sts], setup.project.folder());
        let front = Relay::tls(case.aws.url(), &certificate);
        let proxy = Relay::plain(&front.url());
        let network =
            format!("https_proxy = {:?}\ncustom_ca_bundle = {:?}\n{lines}", proxy.url(), certificate.bundle);
        setup.provider(&[REGION, &setup.keys(), &network]);
        setup.works();
        for host in [gateway, sts] {
            assert!(proxy.sent().contains(&format!("CONNECT {host}:443")), "{lines}: {host}");
        }
    }
}
