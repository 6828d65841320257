//! Findings about look-ups that were not answered.

use super::account::{DOMAIN, ORDERS};
use super::row::Fact::{Answering, Denied, Expired, Failing};
use super::row::Severity::{Error, Warning};
use super::row::Step::Account;
use super::row::{Documented, Example, Fact, WayOut};
use crate::evidence::Proof::NotOfTheService;

/// A mapping of the orders API, where look-ups are answered so.
const fn mapping_of_orders(then: &'static [Fact]) -> Example {
    let planned = mapping!("orders", "a1b2c3d4", "production", "orders");
    Example { account: &[DOMAIN, ORDERS], applied: "", then, planned }
}

pub(super) const LOOKUP_DENIED: Documented = Documented {
    name: "lookup_denied",
    title: "Plan Check Not Permitted",
    severity: Warning,
    looks_up: false,
    meaning: "AWS denied a look-up: the credentials lack a permission or are not accepted, or the account has not opted \
        in. The plan goes on without the findings that need the look-up. Each missing permission is \
        reported once a run in each region.",
    evidence: "Denials are 403 and 400 errors of all services of AWS ([common \
        errors](https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html)).",
    proof: NotOfTheService,
    example: mapping_of_orders(&[Denied("GetStage")]),
    ways_out: &[WayOut {
        words: "Add the permission that the message names to the policy of the credentials. \
            [Permissions](permissions.md) has the whole policy for plan.",
        steps: &[Account(&[Answering])],
    }],
};

pub(super) const LOOKUP_FAILED: Documented = Documented {
    name: "lookup_failed",
    title: "Plan Check Not Answered",
    severity: Warning,
    looks_up: false,
    meaning: "A look-up was throttled, was answered with an error of the service or by something else than API Gateway, \
        or was not answered at all. The plan goes on without the findings that need the look-up. It is reported once a \
        run, or once for each operation that failed for a reason of its own.",
    evidence: "Not a refusal: AWS gave no answer that the plan could use.",
    proof: NotOfTheService,
    example: mapping_of_orders(&[Failing("GetStage")]),
    ways_out: &[WayOut {
        words: "Run again. If it comes again, check the endpoint, the network and what else calls API Gateway in the \
            account.",
        steps: &[Account(&[Answering])],
    }],
};

pub(super) const SESSION_EXPIRED: Documented = Documented {
    name: "session_expired",
    title: "Session Has Expired",
    severity: Error,
    looks_up: false,
    meaning: "The session of the credentials has expired, so nothing that the plan leads to can succeed.",
    evidence: "Refused always, with 403 `ExpiredTokenException` ([common \
        errors](https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html)).",
    proof: NotOfTheService,
    example: mapping_of_orders(&[Expired]),
    ways_out: &[WayOut {
        words: "Renew the session, as `aws sso login` does for one of IAM Identity Center.",
        steps: &[Account(&[Answering])],
    }],
};
