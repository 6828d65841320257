//! What a run leaves, in the place of AWS the local endpoint.

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use local_gateway::{Fault, LocalGateway, Operation, Seed};
use tempfile::TempDir;

const REGION: &str = "eu-west-1";

/// Long enough for a call to arrive on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

struct Account {
    aws: LocalGateway,
    folder: TempDir,
}

impl Account {
    fn new() -> Self {
        let aws = LocalGateway::start(Seed::empty()).expect("the local endpoint starts");
        Self { aws, folder: tempfile::tempdir().expect("a folder") }
    }

    fn record(&self) -> PathBuf {
        self.folder.path().join("record.json")
    }

    fn command(&self, only: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
        command
            .args(["--aws", "--yes", "--only", only, "--output"])
            .arg(self.record())
            .env("HOME", self.folder.path())
            .env("AWS_ENDPOINT_URL", self.aws.url())
            .env("AWS_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
        command
    }

    fn run(&self, only: &str) -> Output {
        self.command(only).output().expect("the program starts")
    }

    fn start(&self, only: &str) -> Child {
        self.command(only).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }

    fn everything(&self) -> Vec<String> {
        self.aws.world_in(REGION, |world| world.everything())
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_404_without_the_code_of_the_service_is_not_gone() {
    let account = Account::new();
    account.aws.inject(Fault::on(Operation::DeleteApi).body(404, r#"{"message":"no route"}"#));
    let output = account.run("key_comma");
    assert!(!output.status.success());
    let said = stderr(&output);
    assert!(
        said.contains("404: no route") && said.contains("aws apigatewayv2 delete-api --api-id "),
        "{said}"
    );
    assert_eq!(account.everything().len(), 1, "{:?}", account.everything());
}

#[test]
fn a_certificate_in_use_is_waited_for() {
    let account = Account::new();
    let in_use =
        Fault::on(Operation::DeleteCertificate).error(400, "ResourceInUseException", "It is in use.");
    account.aws.inject(in_use.times(10));
    let output = account.run("key_comma");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("is still in use: waiting"), "{}", stderr(&output));
    assert_eq!(account.everything(), Vec::<String>::new());
}

#[test]
fn nothing_is_made_where_the_record_cannot_be_written() {
    let account = Account::new();
    std::fs::create_dir(account.record()).expect("a folder in its place");
    let output = account.run("key_comma");
    assert!(!output.status.success());
    assert!(stderr(&output).contains("the record cannot be written"), "{}", stderr(&output));
    assert_eq!(account.aws.calls().len(), 0);
}

#[test]
fn a_denial_while_the_quota_is_used_up_is_told_without_its_words() {
    let account = Account::new();
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    let output = account.run("throttle");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("is not allowed: 403 AccessDeniedException\n"), "{said}{}", stderr(&output));
    assert_eq!(account.everything(), Vec::<String>::new());
}

#[test]
fn a_proxy_is_not_asked_for_this_machine() {
    let account = Account::new();
    let mut command = account.command("key_comma");
    let output = command.env("HTTP_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY").output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The terminal goes away with what reads from it.
#[cfg(unix)]
#[test]
fn a_closed_terminal_leaves_nothing_behind() {
    let account = Account::new();
    account.aws.inject(Fault::on(Operation::CreateApiMapping).delay(Duration::from_millis(100)));
    let mut running = account.start("key_");
    assert!(account.aws.wait_for(Operation::CreateApiMapping, 2, LIMIT));
    drop(running.stderr.take());
    let sent = Command::new("kill").args(["-HUP", &running.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let status = running.wait().expect("it ends");
    assert_eq!(status.code(), Some(1));
    assert_eq!(account.everything(), Vec::<String>::new());
}
