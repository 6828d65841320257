//! A program that a profile names to get credentials from (`credential_process`).

use std::fmt;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use serde::Deserialize;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use super::failure::Failure;
use super::keys;
use crate::gateway::causes::io_words;

/// The longest that the program may take, which is enough to type in a code.
pub(super) const LIMIT: Duration = Duration::from_secs(60);

/// The most that it may print, which is many times what credentials take.
const MOST_PRINTED: u64 = 64 * 1024;

/// Credentials that a program prints.
pub(super) struct Process {
    pub(super) profile: String,
    /// A line of the shell.
    pub(super) command: String,
}

/// What it prints.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiration: Option<String>,
}

impl Process {
    async fn credentials(&self) -> provider::Result {
        let answer = tokio::time::timeout(LIMIT, self.run()).await;
        let late = || self.failure(&format!("did not end within {} seconds", LIMIT.as_secs()));
        Ok(answer.unwrap_or_else(|_| Err(late()))?)
    }

    async fn run(&self) -> Result<Credentials, Failure> {
        let started = shell(&self.command)
            // What it says there may be secret, and Terraform has no place to show it.
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let mut child =
            started.map_err(|error| self.failure(&format!("was not started: {}", io_words(&error))))?;
        let mut printed = Vec::new();
        let status = {
            // Ends what the program has started before the program itself, if it is given up.
            let mut family = Family::of(&child);
            let status = finished(&mut child, &mut printed).await;
            let status = status
                .map_err(|error| self.failure(&format!("could not be waited for: {}", io_words(&error))))?;
            let status = status.ok_or_else(|| self.failure("printed more than 64 KiB"))?;
            family.is_done = true;
            status
        };
        if !status.success() {
            return Err(self.failure(&format!("failed ({status})")));
        }
        self.parse(&printed)
    }

    fn parse(&self, printed: &[u8]) -> Result<Credentials, Failure> {
        // The error of the parser may repeat what was printed.
        let answer: Answer = serde_json::from_slice(printed).map_err(|_| {
            self.failure("did not print a JSON object with Version, AccessKeyId and SecretAccessKey")
        })?;
        if answer.version != 1 {
            return Err(
                self.failure(&format!("printed credentials of version {}, and not 1", answer.version))
            );
        }
        let expiry = answer.expiration.as_deref().map(|time| {
            keys::parse_expiry(time).ok_or_else(|| {
                self.failure("printed an Expiration that is not a time like 2030-01-31T12:00:00Z")
            })
        });
        let expiry = expiry.transpose()?;
        if expiry.is_some_and(|expiry| expiry <= SystemTime::now()) {
            return Err(self.failure("printed credentials that have expired"));
        }
        let Answer { access_key_id, secret_access_key, session_token, .. } = answer;
        let printed =
            Credentials::new(access_key_id, secret_access_key, session_token, expiry, "credential_process");
        keys::from_source(&printed).map_err(|part| self.failure(&format!("printed {part}")))
    }

    /// A failure that names the program without its arguments, which may be secret.
    fn failure(&self, what: &str) -> Failure {
        let Self { profile, command } = self;
        // A word with a `=` gives the program a variable, whose value may be secret as well.
        let program = command.split_whitespace().next().filter(|word| !word.contains('='));
        let program = program.map(|program| format!(" ({program})")).unwrap_or_default();
        Failure::of_source(
            format!("the credential_process of the profile {profile:?}{program} {what}"),
            "Run it in a shell to see what it says, and correct it.",
        )
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd.exe");
    // `cmd` takes the rest of its line as it is, in quotes of its own.
    shell.arg("/C").raw_arg(format!("\"{command}\""));
    shell
}

/// Waits for the end of the program; `None` when it prints more than it may.
async fn finished(child: &mut Child, printed: &mut Vec<u8>) -> std::io::Result<Option<ExitStatus>> {
    if let Some(stdout) = child.stdout.take() {
        let read = stdout.take(MOST_PRINTED + 1).read_to_end(printed).await?;
        if u64::try_from(read).is_ok_and(|read| read > MOST_PRINTED) {
            return Ok(None);
        }
    }
    child.wait().await.map(Some)
}

/// The processes that a program has started, ended when this is dropped before it is done.
/// (They are no group of their own, because one could not ask for a code at the terminal.)
struct Family {
    program: Option<u32>,
    is_done: bool,
}

impl Family {
    fn of(child: &Child) -> Self {
        Self { program: child.id(), is_done: false }
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if let (Some(program), false) = (self.program, self.is_done) {
            end_children_of(program);
        }
    }
}

fn end_children_of(program: u32) {
    let mut system = System::new();
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, ProcessRefreshKind::nothing());
    let children = |of: Pid| system.processes().iter().filter(move |(_, child)| child.parent() == Some(of));
    let mut parents = vec![Pid::from_u32(program)];
    while let Some(parent) = parents.pop() {
        for (id, child) in children(parent) {
            parents.push(*id);
            // It may have ended by itself.
            child.kill();
        }
    }
}

impl ProvideCredentials for Process {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

// The command may hold secrets, and the SDK prints its providers at debug level.
impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Process")
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn process(command: &str) -> Process {
        Process { profile: "team".to_owned(), command: command.to_owned() }
    }

    async fn failure(command: &str) -> String {
        let error = process(command).provide_credentials().await.unwrap_err();
        super::super::diagnostic(&error).detail.into_owned()
    }

    #[tokio::test]
    async fn what_a_program_prints_is_used() {
        let command = r#"printf '{"Version": 1, "AccessKeyId": "K", "SecretAccessKey": "s", "SessionToken": "t",
                         "Expiration": "2099-01-01T00:00:00+00:00", "Other": {}}'"#;
        let keys = process(command).provide_credentials().await.unwrap();
        assert_eq!((keys.access_key_id(), keys.session_token()), ("K", Some("t")));
        assert!(keys.expiry().is_some());
    }

    #[tokio::test]
    async fn a_failure_names_the_program_and_tells_nothing_of_what_it_said() {
        for (command, words) in [
            ("sh -c 'echo s3cr3t >&2; exit 3'", "(sh) failed (exit status: 3)"),
            ("echo s3cr3t", "did not print a JSON object"),
            (
                r#"echo '{"Version": 2, "AccessKeyId": "s3cr3t", "SecretAccessKey": "s3cr3t"}'"#,
                "of version 2",
            ),
            (
                r#"echo '{"Version": 1, "AccessKeyId": "K", "SecretAccessKey": "s3cr3t", "Expiration": "s3cr3t"}'"#,
                "printed an Expiration that is not a time",
            ),
            (
                r#"echo '{"Version": 1, "AccessKeyId": "K", "SecretAccessKey": "s3cr3t", "Expiration": "2000-01-01T00:00:00Z"}'"#,
                "have expired",
            ),
            ("TOKEN=s3cr3t /no/such/program", "profile \"team\" failed (exit status: 127)"),
            (
                r#"printf '%s' '{"Version": 1, "AccessKeyId": "K\nK", "SecretAccessKey": "s3cr3t"}'"#,
                "printed a key id with white space",
            ),
            ("yes s3cr3t", "printed more than 64 KiB"),
            ("/no/such/program --password s3cr3t", "(/no/such/program) failed (exit status: 127)"),
        ] {
            let found = failure(command).await;
            assert!(found.contains(words), "{command}: {found}");
            assert!(!found.contains("s3cr3t"), "{found}");
        }
    }

    #[tokio::test]
    async fn a_program_that_is_given_up_is_ended_with_what_it_has_started() {
        let folder = std::env::temp_dir().join(format!("process-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let pids = folder.join("pids");
        // The shell waits for a process of its own, which would outlive it.
        let command = format!("sleep 1000 & echo $$ $! > {}; wait", pids.display());
        let running = tokio::spawn(async move { process(&command).provide_credentials().await });
        let ids = loop {
            let text = std::fs::read_to_string(&pids).unwrap_or_default();
            if text.ends_with('\n') {
                break text;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        for id in ids.split_whitespace() {
            let id = Pid::from_u32(id.parse().unwrap());
            let mut system = System::new();
            let mut is_running = || {
                system.refresh_processes(ProcessesToUpdate::Some(&[id]), true);
                // One that has ended and was not waited for is a zombie until it is.
                system.process(id).is_some_and(|process| process.status() != sysinfo::ProcessStatus::Zombie)
            };
            while is_running() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
