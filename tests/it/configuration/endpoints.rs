//! Which addresses are called.

use super::{REGION, Setup};
use crate::acceptance::world::{Block, DOMAIN};
use crate::harness::relay::Relay;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(aws_endpoint_url_is_called_for_everything),
    scenario!(a_services_own_endpoint_variable_goes_first),
    scenario!(a_profile_can_name_endpoints),
    scenario!(a_named_address_is_called_as_it_is),
    scenario!(the_endpoints_block_goes_before_the_environment),
    scenario!(version_1_of_the_service_has_an_address_of_its_own),
];

/// Where nothing listens.
const NOWHERE: &str = "http://127.0.0.1:9";

fn aws_endpoint_url_is_called_for_everything(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.keys()]);
    let url = setup.recorder.url();
    setup.project.env("AWS_ENDPOINT_URL", &url);
    setup.works();
    assert!(setup.recorder.sent().contains("/apigateway/aws4_request"));
    assert!(setup.recorder.sent().contains("/sts/aws4_request"));
}

fn a_services_own_endpoint_variable_goes_first(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.keys()]);
    let url = setup.recorder.url();
    let sts = Relay::plain(case.aws.url());
    setup.project.env("AWS_ENDPOINT_URL", NOWHERE);
    setup.project.env("AWS_ENDPOINT_URL_APIGATEWAYV2", &url);
    setup.project.env("AWS_ENDPOINT_URL_STS", &sts.url());
    setup.works();
    assert!(setup.recorder.sent().contains("/apigateway/aws4_request"));
    assert!(sts.sent().contains("/sts/aws4_request"));
    assert!(!sts.sent().contains("/apigateway/aws4_request"));
}

fn a_profile_can_name_endpoints(case: &Case) {
    let setup = Setup::new(case);
    let url = setup.recorder.url();
    setup.provider(&[REGION, &setup.keys()]);
    setup.project.file(".aws/config", &format!("[default]\nendpoint_url = {url}\n"));
    setup.works();
    let services = format!(
        "[default]\nservices = local\nendpoint_url = {NOWHERE}\n\n\
         [services local]\napigatewayv2 =\n  endpoint_url = {url}\nsts =\n  endpoint_url = {url}\napi_gateway =\n  \
         endpoint_url = {url}\n"
    );
    setup.project.file(".aws/config", &services);
    setup.works();
}

fn a_named_address_is_called_as_it_is(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints()]);
    // These choose among AWS's own addresses.
    setup.project.env("AWS_USE_FIPS_ENDPOINT", "true").env("AWS_USE_DUALSTACK_ENDPOINT", "true");
    setup.works();
}

fn the_endpoints_block_goes_before_the_environment(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints()]);
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_APIGATEWAYV2", "AWS_ENDPOINT_URL_STS"] {
        setup.project.env(variable, NOWHERE);
    }
    setup.works();
}

fn version_1_of_the_service_has_an_address_of_its_own(case: &Case) {
    let mut setup = Setup::new(case);
    let url = setup.recorder.url();
    // Version 2 does not know REST APIs, so an id unknown to it is looked up in version 1.
    let block = Block::new("orders").domain(DOMAIN).api("zzzz9999").stage("production");
    setup.project.main(&block.hcl());
    let version_1 = Relay::plain(case.aws.url());
    let own = format!(
        "endpoints {{\n  apigatewayv2 = {url:?}\n  apigateway = {:?}\n  sts = {url:?}\n}}",
        version_1.url()
    );
    setup.provider(&[REGION, &setup.keys(), &own]);
    setup.project.plan().fails().error("API Not Found");
    assert!(version_1.sent().contains("GET /restapis/zzzz9999"));
    assert!(!setup.recorder.sent().contains("/restapis/"));

    let version_1 = Relay::plain(case.aws.url());
    setup.provider(&[REGION, &setup.keys()]);
    setup.project.env("AWS_ENDPOINT_URL", &url);
    setup.project.env("AWS_ENDPOINT_URL_API_GATEWAY", &version_1.url());
    setup.project.plan().fails().error("API Not Found");
    assert!(version_1.sent().contains("GET /restapis/zzzz9999"));
    assert!(!setup.recorder.sent().contains("/restapis/"));
}
