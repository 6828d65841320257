//! Which Region is called.

use super::{REGION, Setup};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(without_a_region_the_plan_says_where_to_set_one),
    scenario!(the_region_comes_from_the_environment_or_the_profile),
    scenario!(the_region_of_the_provider_block_comes_first),
];

fn without_a_region_the_plan_says_where_to_set_one(case: &Case) {
    let setup = Setup::new(case);
    setup.provider(&[&setup.endpoints(), &setup.keys()]);
    let failed = setup.project.plan().fails();
    let error = failed.error("Missing AWS Region").on("provider");
    error.says("Set `region` in the provider block, or AWS_REGION.").reads_as("missing_region", case, &[]);
    assert_eq!(setup.recorder.sent(), "", "nothing is called without a Region");
}

fn the_region_comes_from_the_environment_or_the_profile(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[&setup.endpoints(), &setup.keys()]);
    setup.project.file(".aws/config", "[default]\nregion = eu-south-1\n");
    // Each goes before those above.
    for (variable, region) in
        [("", "eu-south-1"), ("AWS_DEFAULT_REGION", "eu-north-1"), ("AWS_REGION", "eu-central-1")]
    {
        if !variable.is_empty() {
            setup.project.env(variable, region);
        }
        setup.works_in(region);
    }
}

fn the_region_of_the_provider_block_comes_first(case: &Case) {
    let mut setup = Setup::new(case);
    setup.provider(&[REGION, &setup.endpoints(), &setup.keys()]);
    setup.project.env("AWS_REGION", "eu-central-1").env("AWS_DEFAULT_REGION", "eu-north-1");
    setup.works();
    assert!(!setup.recorder.sent().contains("/eu-central-1/"));
    assert!(setup.recorder.sent().contains("/eu-west-1/apigateway/aws4_request"));
}
