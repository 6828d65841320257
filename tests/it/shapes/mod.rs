//! The answers of the local endpoint against the service models that the AWS CLI ships: which
//! members an answer has, of which types, and with which status and errors.

mod calls;
mod conformance;
mod models;
mod refusals;
mod successes;

use std::collections::BTreeSet;
use std::path::Path;

use libtest_mimic::Trial;
use local_gateway::{Operation, RULES};

use self::calls::{Calls, Exchange};
use self::models::Models;
use crate::harness::lanes::Lanes;
use crate::harness::made_up;

/// Answers of the service that are on record and that its model leaves out.
const BEYOND_THE_MODEL: [&str; 2] = [
    "DeleteApi /v2/apis/http: BadRequestException is none of its errors",
    "DeleteStage /v2/apis/http/stages/live: BadRequestException is none of its errors",
];

/// A sentence and what shows it, with the program of the CLI.
type Row = (&'static str, fn(&Path));

/// The trials, when there is a CLI.
pub(crate) fn trials(lanes: &Lanes) -> Vec<Trial> {
    let Some(cli) = &lanes.aws_cli else { return Vec::new() };
    let rows: [Row; 2] = [
        ("every_answer_of_the_local_endpoint_conforms", every_answer_conforms),
        ("an_answer_that_does_not_conform_is_found", what_does_not_conform),
    ];
    rows.into_iter()
        .map(|(name, run)| {
            let cli = cli.clone();
            Trial::test(format!("shapes::{name}::aws_cli::local"), move || {
                run(&cli);
                Ok(())
            })
        })
        .collect()
}

/// Each operation succeeds at least once, each rule refuses at least once, and all of these
/// answers conform.
fn every_answer_conforms(cli: &Path) {
    let models = Models::of(cli);
    let calls = Calls::default();
    successes::make(&calls);
    refusals::make(&calls);

    let complaints: Vec<String> = calls.exchanges().iter().flat_map(|call| models.complaints(call)).collect();
    assert_eq!(complaints, BEYOND_THE_MODEL);

    let messages: Vec<String> = calls.exchanges().iter().filter_map(Exchange::message).collect();
    let quoted = made_up::quoted(messages.iter().map(String::as_str));
    assert!(quoted.is_empty(), "tests rest on texts that the local endpoint makes up: {quoted:?}");

    let done = calls.done();
    let of_api_gateway =
        |operation: &&Operation| operation.is_api_gateway() && **operation != Operation::Unknown;
    let never: Vec<_> =
        Operation::ALL.iter().filter(of_api_gateway).filter(|it| !done.contains(it)).collect();
    assert!(never.is_empty(), "no call of tests/it/shapes/successes.rs succeeds with {never:?}");

    let refused: BTreeSet<_> = calls.refusing_rules();
    let silent: Vec<_> = RULES
        .iter()
        .filter(|rule| rule.words.is_some() && !refused.contains(*rule))
        .map(|rule| rule.name())
        .collect();
    assert!(silent.is_empty(), "no call of tests/it/shapes/refusals.rs is refused by {silent:?}");
}

/// Answers with one thing wrong each.
fn what_does_not_conform(cli: &Path) {
    let models = Models::of(cli);
    let path = "/v2/domainnames/d/apimappings/m1";
    let mapping = r#"{ "apiId": "a", "stage": "s" }"#;
    let exchange = |path: &str, status: u16, error_type: &str, body: &str| Exchange {
        method: "GET",
        path: path.to_owned(),
        status,
        error_type: error_type.to_owned(),
        body: body.to_owned(),
    };
    assert_eq!(models.complaints(&exchange(path, 200, "", mapping)), Vec::<String>::new());
    for (wrong, word) in [
        (exchange("/v2/nothing", 200, "", mapping), "no operation"),
        (exchange(path, 201, "", mapping), "status"),
        (exchange(path, 200, "", ""), "no JSON"),
        (exchange(path, 200, "", r#"{ "ApiId": "a", "stage": "s" }"#), "ApiId"),
        (exchange(path, 200, "", r#"{ "apiId": 1, "stage": "s" }"#), "apiId"),
        (exchange("/v2/domainnames/d/apimappings", 200, "", r#"{ "items": [{ "apiId": "a" }] }"#), "stage"),
        (exchange("/v2/apis/a", 200, "", r#"{ "name": "n", "protocolType": "REST" }"#), "protocolType"),
        (exchange("/v2/apis/a", 200, "", r#"{ "createdDate": 7 }"#), "createdDate"),
        (exchange("/restapis/a", 200, "", r#"{ "createdDate": "2026-01-01T00:00:00Z" }"#), "createdDate"),
        (exchange(path, 404, "NotFoundException", r#"{ "message": "m", "more": 1 }"#), "more"),
        (
            exchange("/restapis/a", 404, "NotFoundException", r#"{ "message": "m", "resourceType": null }"#),
            "resourceType",
        ),
        (exchange(path, 400, "NotFoundException", r#"{ "message": "m" }"#), "status"),
        (exchange(path, 429, "LimitExceededException", r#"{ "message": "m" }"#), "LimitExceededException"),
    ] {
        let complaints = models.complaints(&wrong);
        assert!(complaints.iter().any(|complaint| complaint.contains(word)), "{word}: {complaints:?}");
    }
}
