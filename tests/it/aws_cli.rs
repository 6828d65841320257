//! The AWS CLI drives the local endpoint as the documentation writes it, also behind the back of
//! a Terraform.

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Trial;
use local_gateway::{LocalGateway, Seed};
use serde_json::Value;

use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::EndpointLane;
use crate::harness::lanes::Lanes;
use crate::harness::process::{self, Finished};
use crate::harness::project::clean_environment;
use crate::harness::{Case, REGION, Ready, leftovers, play};
use crate::tables::{self, table};

/// A sentence and the scenario behind it.
type Row = (&'static str, fn(&Cli));

/// The trials, when there is a CLI.
pub(crate) fn trials(terraforms: &[Ready], lanes: &Lanes) -> Vec<Trial> {
    let Some(executable) = &lanes.aws_cli else { return Vec::new() };
    let newest = terraforms.iter().filter(|ready| ready.lane.newest);
    let drift = newest.map(|ready| {
        let (executable, ready) = (executable.clone(), ready.clone());
        let name = "drift_of_a_table_is_put_right";
        Trial::test(format!("aws_cli::{name}::{}::aws_cli::local", ready.lane.name), move || {
            play(name, &EndpointLane::Local, ready, |case| {
                let folder = case.folder().join("cli");
                drift_of_a_table(&Cli { executable, folder }, case);
            });
            Ok(())
        })
    });
    let scenarios: [Row; 5] = [
        ("the_guides_list_every_mapping", guides_list),
        ("the_commands_of_the_guides_have_the_form_that_aws_asks_for", guides_commands),
        ("the_documented_command_creates_a_mapping", documented_command),
        ("a_domain_an_api_and_a_stage_can_be_created", everything_from_nothing),
        ("a_refusal_reaches_the_cli_in_the_services_words", refusal),
    ];
    let of_the_endpoint = scenarios.into_iter().map(|(name, run)| {
        let executable = executable.clone();
        Trial::test(format!("aws_cli::{name}::aws_cli::local"), move || {
            let folder = tempfile::tempdir().expect("a home for the CLI");
            run(&Cli { executable, folder: folder.path().to_owned() });
            leftovers::check(folder.path());
            Ok(())
        })
    });
    of_the_endpoint.chain(drift).collect()
}

struct Cli {
    executable: PathBuf,
    folder: PathBuf,
}

impl Cli {
    /// Runs a command line, written as a person types it.
    fn run(&self, aws: &LocalGateway, line: &str) -> Finished {
        let line = line.strip_prefix("aws ").expect("a line of the AWS CLI");
        let mut command = Command::new(&self.executable);
        clean_environment(&mut command, Path::new(&self.folder));
        command
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "not-a-secret")
            .env("AWS_DEFAULT_REGION", REGION)
            .args(["--endpoint-url", &aws.url()])
            .args(line.split_whitespace());
        process::run(&mut command)
    }

    #[track_caller]
    fn answer(&self, aws: &LocalGateway, line: &str) -> Value {
        let finished = self.run(aws, line);
        assert_eq!(finished.code, 0, "{line}\n{}", finished.text());
        serde_json::from_str(&finished.stdout).unwrap_or(Value::Null)
    }
}

fn documented_command(cli: &Cli) {
    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    let mapping = cli.answer(
        &aws,
        "aws apigatewayv2 create-api-mapping --domain-name api.example.com --api-mapping-key v1 \
         --api-id a1b2c3d4 --stage test",
    );
    assert_eq!(mapping["ApiId"], "a1b2c3d4");
    assert_eq!((&mapping["Stage"], &mapping["ApiMappingKey"]), (&"test".into(), &"v1".into()));
    let id = mapping["ApiMappingId"].as_str().expect("an id");

    let update = format!(
        "aws apigatewayv2 update-api-mapping --domain-name api.example.com --api-mapping-id {id} \
         --api-id a1b2c3d4 --stage production"
    );
    assert_eq!(cli.answer(&aws, &update)["Stage"], "production");
    let listed = cli.answer(&aws, "aws apigatewayv2 get-api-mappings --domain-name api.example.com");
    assert_eq!(listed["Items"].as_array().map(Vec::len), Some(1));
    lists_all_when_told_how_many(cli, &aws);
    let delete =
        format!("aws apigatewayv2 delete-api-mapping --domain-name api.example.com --api-mapping-id {id}");
    cli.answer(&aws, &delete);
    assert_eq!(aws.world(|world| world.mappings("api.example.com")).len(), 30);
}

/// The CLI asks for one page, which is of 25 unless the command says otherwise.
fn lists_all_when_told_how_many(cli: &Cli, aws: &LocalGateway) {
    aws.world(|world| {
        for number in 0..30 {
            world.put_mapping("api.example.com", &format!("v{number}/orders"), "a1b2c3d4", "test");
        }
    });
    let command = "aws apigatewayv2 get-api-mappings --domain-name api.example.com";
    for (line, expected) in [(command, 25), (&format!("{command} --max-results 500"), 31)] {
        assert_eq!(cli.answer(aws, line)["Items"].as_array().map(Vec::len), Some(expected), "{line}");
    }
}

fn guides_list(cli: &Cli) {
    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    aws.world(|world| {
        for number in 0..31 {
            world.put_mapping(DOMAIN, &format!("key{number}"), "a1b2c3d4", "test");
        }
    });
    let listed = cli.answer(&aws, include_str!("../../examples/other-tools/list.sh").trim_end());
    assert_eq!(listed["Items"].as_array().map(Vec::len), Some(31));
}

/// For calls that no stand-in makes: the CLI holds the input against the service's model, and
/// shows what an answer looks like.
fn guides_commands(cli: &Cli) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for name in [
        "edge-optimised/add-regional.sh",
        "edge-optimised/require-tls-1-2.sh",
        "edge-optimised/remove-edge.sh",
        "other-tools/import-into-stack.sh",
    ] {
        let script = folder.join(name);
        let text = std::fs::read_to_string(&script).expect("a script");
        assert!(text.starts_with("aws "), "{name}");
        let mut shell = Command::new("sh");
        clean_environment(&mut shell, &cli.folder);
        shell
            .current_dir(script.parent().expect("its folder"))
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_PROGRAM", &cli.executable)
            .args([
                "-c",
                &format!("aws() {{ \"$AWS_PROGRAM\" \"$@\" --generate-cli-skeleton output; }}\n{text}"),
            ]);
        let finished = process::run(&mut shell);
        assert_eq!(finished.code, 0, "{name}\n{}", finished.text());
        let answer: Value = serde_json::from_str(&finished.stdout).expect("an answer in JSON");
        assert!(answer.is_object(), "{name}: {answer}");
    }
}

fn everything_from_nothing(cli: &Cli) {
    let aws = LocalGateway::start(Seed::empty()).expect("the local endpoint starts");
    cli.answer(
        &aws,
        "aws apigatewayv2 create-domain-name --domain-name api.example.com --domain-name-configurations \
         CertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/c,EndpointType=REGIONAL,SecurityPolicy=TLS_1_2",
    );
    let api = cli.answer(
        &aws,
        "aws apigatewayv2 create-api --name orders --protocol-type WEBSOCKET \
         --route-selection-expression $request.body.action",
    );
    let id = api["ApiId"].as_str().expect("an id");
    cli.answer(&aws, &format!("aws apigatewayv2 create-stage --api-id {id} --stage-name production"));
    let root = format!(
        "aws apigatewayv2 create-api-mapping --domain-name api.example.com --api-id {id} --stage production"
    );
    assert_eq!(cli.answer(&aws, &root)["ApiId"], id);
}

fn drift_of_a_table(cli: &Cli, case: &Case) {
    let world = World::new(case);
    let (orders, payments) = (world.orders.as_str(), world.payments.as_str());
    let project = case.project();
    let rows = [("a", orders, "test"), ("b", orders, "test"), ("c", orders, "test"), ("d", orders, "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let on_domain = |command: &str, key: &str, more: &str| {
        let id = tables::id_of(case, key);
        cli.answer(
            case.aws.local(),
            &format!(
                "aws apigatewayv2 {command}-api-mapping --domain-name {DOMAIN} --api-mapping-id {id} {more}"
            ),
        );
    };
    on_domain("update", "a", &format!("--api-id {payments} --stage production"));
    on_domain("update", "b", &format!("--api-id {orders} --api-mapping-key renamed"));
    on_domain("delete", "c", "");
    let made = format!(
        "aws apigatewayv2 create-api-mapping --domain-name {DOMAIN} --api-mapping-key stray --api-id {payments} \
         --stage test"
    );
    cli.answer(case.aws.local(), &made);
    let applied = project.apply().succeeds().plans(&[(tables::TABLE, "update")]);
    assert_eq!(applied.drifted.len(), 1, "{}", applied.text);
    tables::holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn refusal(cli: &Cli) {
    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    let refused = cli.run(
        &aws,
        "aws apigatewayv2 create-api-mapping --domain-name api.example.com --api-mapping-key a~b \
         --api-id a1b2c3d4 --stage test",
    );
    assert_ne!(refused.code, 0);
    let words = "An error occurred (BadRequestException) when calling the CreateApiMapping operation: An API \
                 mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.";
    assert!(refused.stderr.contains(words), "{}", refused.text());
}
