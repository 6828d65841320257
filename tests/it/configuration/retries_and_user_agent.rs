//! Retries, and how requests introduce themselves.

use local_gateway::{Fault, Operation};

use super::{REGION, Setup};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(throttled_calls_are_retried_as_often_as_said, needs: [Faults, CallLog]),
    scenario!(both_retry_modes_work, needs: [Faults]),
    scenario!(any_rate_limit_works_and_so_does_none),
    scenario!(requests_name_the_provider_and_what_the_user_adds),
];

fn throttled_calls_are_retried_as_often_as_said(case: &Case) {
    let mut setup = Setup::new(case);
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).throttle());
    for (lines, calls) in [("max_retries = 0", 1), ("max_retries = 2", 3)] {
        setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), lines]);
        case.aws.forget_calls();
        setup.project.apply().fails();
        assert_eq!(case.aws.local().count(Operation::CreateApiMapping), calls, "{lines}");
    }
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints()]);
    setup.project.env("AWS_MAX_ATTEMPTS", "2");
    case.aws.forget_calls();
    setup.project.apply().fails();
    assert_eq!(case.aws.local().count(Operation::CreateApiMapping), 2, "AWS_MAX_ATTEMPTS");
    // The SDK's own default, asked for.
    setup.project.without_env("AWS_MAX_ATTEMPTS");
    setup.project.file(".aws/config", "[default]\nmax_attempts = 3\n");
    case.aws.forget_calls();
    setup.project.apply().fails();
    assert_eq!(case.aws.local().count(Operation::CreateApiMapping), 3, "max_attempts of the profile");
}

fn both_retry_modes_work(case: &Case) {
    let setup = Setup::new(case);
    for mode in ["standard", "adaptive"] {
        setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &format!("retry_mode = {mode:?}")]);
        case.aws.local().inject(Fault::on(Operation::CreateApiMapping).throttle().once());
        setup.works();
    }
}

fn any_rate_limit_works_and_so_does_none(case: &Case) {
    let setup = Setup::new(case);
    for rate in [0, 3, 1000] {
        let limit = format!("max_requests_per_second = {rate}");
        setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), &limit]);
        setup.works();
    }
}

fn requests_name_the_provider_and_what_the_user_adds(case: &Case) {
    let mut setup = Setup::new(case);
    let products = "user_agent = [\"my-pipeline/1.2\", \"team/payments\"]";
    setup.provider(&[REGION, &setup.keys(), &setup.endpoints(), products]);
    setup.project.env("TF_APPEND_USER_AGENT", "wrapper/9.8");
    setup.works();
    let sent = setup.recorder.sent().to_lowercase();
    let agents: Vec<_> = sent.lines().filter(|line| line.starts_with("user-agent: ")).collect();
    assert!(!agents.is_empty());
    for agent in agents {
        for product in ["terraform-provider-apigatewayv2/", "my-pipeline/1.2", "team/payments", "wrapper/9.8"]
        {
            assert!(agent.contains(product), "{product} in {agent}");
        }
    }
}
