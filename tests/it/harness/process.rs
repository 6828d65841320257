//! Runs one command to its end, or ends it: no trial ever hangs, and nothing a
//! command started outlives the limit.

use std::fs::File;
use std::io::{Read, Seek};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use wait_timeout::ChildExt;

/// Far longer than any command here takes on a loaded machine with two cores.
const LIMIT: Duration = Duration::from_secs(180);

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The exit code, or -1 when a signal ended the command.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Finished {
    /// Everything the command printed, for searches and failure messages.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

/// A command under way, in a process group of its own.
///
/// Its output goes to files and not to pipes, so that a process it leaves
/// behind cannot keep us waiting for the end of a stream.
#[derive(Debug)]
pub(crate) struct Running {
    command: String,
    child: Child,
    stdout: File,
    stderr: File,
}

/// Starts `command` with nothing on its input.
///
/// # Panics
/// When it cannot be started.
pub(crate) fn start(command: &mut Command) -> Running {
    start_with(command, Stdio::null())
}

/// Starts `command` with this input.
///
/// # Panics
/// When it cannot be started.
pub(crate) fn start_with(command: &mut Command, input: Stdio) -> Running {
    let stdout = tempfile::tempfile().expect("a file for the output");
    let stderr = tempfile::tempfile().expect("a file for the errors");
    let child = command
        .process_group(0)
        .stdin(input)
        .stdout(stdout.try_clone().expect("a second handle"))
        .stderr(stderr.try_clone().expect("a second handle"))
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    Running { command: format!("{command:?}"), child, stdout, stderr }
}

/// Runs `command` to its end.
///
/// # Panics
/// When the command cannot be started or does not end within the limit.
pub(crate) fn run(command: &mut Command) -> Finished {
    start(command).finish()
}

impl Running {
    /// Interrupts the command and all that it started, as Ctrl-C does.
    ///
    /// # Panics
    /// When it has ended already.
    pub(crate) fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Sends the command and all that it started a signal.
    ///
    /// # Panics
    /// When it has ended already.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process_group(Pid::from_child(&self.child), signal).expect("a group with a process");
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When it does not come within the limit.
    pub(crate) fn finish(mut self) -> Finished {
        let ended = self.child.wait_timeout(LIMIT).expect("waiting for a child");
        let Some(status) = ended else {
            let group = Pid::from_child(&self.child);
            let _ = kill_process_group(group, Signal::KILL);
            let _ = self.child.wait();
            panic!(
                "{} was still running after {LIMIT:?}\n{}\n{}",
                self.command,
                contents(&mut self.stdout),
                contents(&mut self.stderr)
            );
        };
        Finished {
            code: status.code().unwrap_or(-1),
            stdout: contents(&mut self.stdout),
            stderr: contents(&mut self.stderr),
        }
    }
}

fn contents(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().expect("back to the start of the output");
    file.read_to_end(&mut bytes).expect("the output");
    String::from_utf8_lossy(&bytes).into_owned()
}
