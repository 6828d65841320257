//! Which addresses are called.

use super::{REGION, Setup};
use crate::harness::relay::Relay;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(aws_endpoint_url_is_called_for_everything),
    scenario!(a_services_own_endpoint_variable_goes_first),
    scenario!(a_profile_can_name_endpoints),
    scenario!(the_endpoints_block_goes_before_the_environment),
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
         [services local]\napigatewayv2 =\n  endpoint_url = {url}\nsts =\n  endpoint_url = {url}\n"
    );
    setup.project.file(".aws/config", &services);
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
