//! All calls keep one rate, within the account's quota.

use local_gateway::{Call, Operation, Quota};

use super::numbered;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(two_hundred_creates_and_destroys_keep_to_the_quota, needs: [Faults, CallLog]),
    scenario!(without_a_limit_calls_are_as_fast_as_they_can, needs: [Faults, CallLog]),
];

/// Beside the writes themselves, and beside what Terraform's own reads cost.
const OTHER_CALLS: usize = 30;

fn two_hundred_creates_and_destroys_keep_to_the_quota(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&numbered(&world, 200));
    for (command, write) in [
        (&["-parallelism=100"][..], Operation::CreateApiMapping),
        (&["-parallelism=100", "-destroy"], Operation::DeleteApiMapping),
    ] {
        // Each run finds the account rested: one that follows another at once would meet
        // a bucket which that one has emptied, and no process knows of the other.
        case.aws.local().set_quota(Some(Quota::DOCUMENTED));
        case.aws.forget_calls();
        project.apply_with(command).succeeds();
        let calls = case.aws.local().calls();
        let calls: Vec<&Call> = calls.iter().filter(|call| call.operation.is_api_gateway()).collect();
        let writes = calls.iter().filter(|call| call.operation == write).count();
        assert_eq!(writes, 200, "no write is made twice");
        assert_eq!(calls.iter().filter(|call| call.throttled).count(), 0, "no call is throttled");
        assert!(calls.len() - writes <= OTHER_CALLS, "{} other calls: {calls:#?}", calls.len() - writes);
    }
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
}

fn without_a_limit_calls_are_as_fast_as_they_can(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    project.main(&numbered(&world, 60));
    case.aws.local().set_quota(Some(Quota::DOCUMENTED));
    project.apply_with(&["-parallelism=60"]).succeeds();
    assert!(case.aws.local().count_where(|call| call.throttled) > 0, "no limit held the calls back");
    case.aws.local().set_quota(None);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 60);
}
