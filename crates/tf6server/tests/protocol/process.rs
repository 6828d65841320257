//! A provider's process: started as Terraform starts one, and gone afterwards.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rustix::process::{Pid, Signal, kill_process};
use rustls::pki_types::CertificateDer;
use tempfile::TempDir;
use wait_timeout::ChildExt;

use super::keys::Keys;

const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// The variable that says which provider the test binary is to be: `toy` or `example`.
pub(super) const SWITCH: &str = "SERVE_PROVIDER";

/// How long anything may take that is to happen; a busy machine is slow.
pub(super) const TIMEOUT: Duration = Duration::from_secs(20);

/// Runs a scenario, and fails it if it hangs.
pub(super) fn block_on(scenario: impl Future<Output = ()>) {
    // A second thread, so that clients stay alive while this one waits for a process.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().expect("a runtime");
    let limited = async { tokio::time::timeout(6 * TIMEOUT, scenario).await };
    runtime.block_on(limited).expect("the scenario should end");
}

/// An executable that is a provider.
#[derive(Clone)]
pub(super) struct Program {
    pub(super) name: &'static str,
    pub(super) path: PathBuf,
    /// What [`SWITCH`] is set to, if the executable is this one.
    switch: Option<&'static str>,
}

impl Program {
    /// A provider that this binary serves itself.
    pub(super) fn own(name: &'static str) -> Self {
        let path = std::env::current_exe().expect("this executable");
        Self { name, path, switch: Some(name) }
    }

    pub(super) fn at(path: &Path) -> Self {
        Self { name: "provider", path: path.to_owned(), switch: None }
    }

    /// As Terraform starts it for this client.
    pub(super) fn for_client(&self, keys: &Keys) -> Start {
        self.without_tls().with("PLUGIN_CLIENT_CERT", &keys.pem)
    }

    /// As Terraform starts it when TLS is switched off.
    pub(super) fn without_tls(&self) -> Start {
        self.in_a_shell().with(COOKIE.0, COOKIE.1).with("PLUGIN_PROTOCOL_VERSIONS", "5,6")
    }

    /// As a person starts it in a shell.
    pub(super) fn in_a_shell(&self) -> Start {
        let temporary = tempfile::Builder::new().prefix("it").tempdir().expect("a temporary directory");
        let mut command = Command::new(&self.path);
        command.env_clear().env("TMPDIR", temporary.path());
        if let Some(switch) = self.switch {
            command.env(SWITCH, switch);
        }
        Start { command, temporary }
    }
}

/// A process about to be started.
pub(super) struct Start {
    command: Command,
    temporary: TempDir,
}

impl Start {
    pub(super) fn with(mut self, variable: &str, value: &str) -> Self {
        self.command.env(variable, value);
        self
    }

    pub(super) fn argument(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    /// Where it puts its temporary files, and the scenario may put others.
    pub(super) fn folder(&self) -> &Path {
        self.temporary.path()
    }

    /// Puts a shell between us and the provider.
    pub(super) fn through_a_shell(mut self) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "\"$0\" & wait"]).arg(self.command.get_program()).env_clear();
        for (variable, value) in self.command.get_envs() {
            command.env(variable, value.unwrap_or_default());
        }
        self.command = command;
        self
    }

    /// Starts it and waits for its first line.
    pub(super) fn run(mut self) -> Running {
        let piped = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the provider should start");
        let stderr = child.stderr.take().expect("a piped stderr");
        let errors = Arc::new(Mutex::new(String::new()));
        let reader = thread::spawn({
            let errors = Arc::clone(&errors);
            move || {
                for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                    let mut errors = errors.lock().expect("no writer panics");
                    errors.push_str(&line);
                    errors.push('\n');
                }
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().expect("a piped stdout"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a readable stdout");
        Running { child, line, stdout, errors, reader: Some(reader), folder: self.temporary }
    }

    /// Starts what is to end by itself: exit status, stdout and stderr.
    pub(super) fn outcome(self) -> (ExitStatus, String, String) {
        let mut running = self.run();
        let status = running.wait();
        let mut stdout = running.line.clone();
        running.stdout.read_to_string(&mut stdout).expect("a readable stdout");
        (status, stdout, running.errors())
    }
}

/// A provider that is running. Dropping it ends it and checks that it went well.
pub(super) struct Running {
    child: Child,
    /// The first line of its stdout.
    pub(super) line: String,
    stdout: BufReader<ChildStdout>,
    errors: Arc<Mutex<String>>,
    reader: Option<thread::JoinHandle<()>>,
    folder: TempDir,
}

impl Running {
    /// The next line of stdout that contains this.
    pub(super) fn next_line(&mut self, what: &str) -> String {
        let lines = self.stdout.by_ref().lines().map_while(Result::ok);
        lines.into_iter().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{what} on stdout"))
    }

    /// A field of the handshake line.
    pub(super) fn field(&self, number: usize) -> &str {
        self.line
            .trim_end()
            .split('|')
            .nth(number)
            .unwrap_or_else(|| panic!("handshake line {:?}", self.line))
    }

    pub(super) fn socket(&self) -> &Path {
        Path::new(self.field(3))
    }

    /// The certificate that it announced.
    pub(super) fn certificate(&self) -> Option<CertificateDer<'static>> {
        let encoded = self.field(5);
        let der = STANDARD_NO_PAD.decode(encoded).expect("a certificate in base64 without padding");
        (!der.is_empty()).then(|| der.into())
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn signal(&self, signal: Signal) {
        let id = Pid::from_child(&self.child);
        kill_process(id, signal).expect("a process to signal");
    }

    pub(super) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a child to ask").is_none()
    }

    /// Waits for it to end by itself and for the last of its stderr.
    pub(super) fn wait(&mut self) -> ExitStatus {
        let ended = self.child.wait_timeout(TIMEOUT).expect("a child to wait for");
        let status = ended.expect("the provider should end");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("a reader of stderr");
        }
        status
    }

    /// Everything on stderr so far.
    pub(super) fn errors(&self) -> String {
        self.errors.lock().expect("no writer panics").clone()
    }

    /// What came on stdout after the first line; the provider has to have ended.
    pub(super) fn rest_of_stdout(&mut self) -> String {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("a readable stdout");
        rest
    }

    /// Waits until stderr says something.
    pub(super) async fn says(&self, what: &str) {
        eventually(|| self.errors().contains(what), || format!("{what:?} in {}", self.errors())).await;
    }

    /// What is left of the provider's own temporary files.
    fn left(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).expect("a temporary directory");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.is_dir()).collect()
    }
}

/// Waits for a condition that nothing announces.
pub(super) async fn eventually(condition: impl Fn() -> bool, what: impl Fn() -> String) {
    let met = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(TIMEOUT, met).await.is_err() {
        panic!("never came: {}", what());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            self.signal(Signal::TERM);
        }
        let ended = self.child.wait_timeout(TIMEOUT).ok().flatten();
        if ended.is_none() {
            // Nothing of a failed scenario is to stay either.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        if !thread::panicking() {
            assert!(ended.is_some(), "the provider did not end; it said: {}", self.errors());
            assert_eq!(self.left(), Vec::<PathBuf>::new(), "left behind");
        }
    }
}
