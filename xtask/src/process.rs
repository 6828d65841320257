//! Running other programs, with errors that name the command line.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Runs to the end, with the input and output of this process.
///
/// # Errors
/// When the program does not start or does not exit with 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    match status(command)? {
        0 => Ok(()),
        code => bail!("`{}` ended with exit code {code}", line(command)),
    }
}

/// Runs to the end, with the input and output of this process, and gives the
/// exit code.
pub(crate) fn status(command: &mut Command) -> Result<i32> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    status.code().with_context(|| format!("`{}` was ended by a signal", line(command)))
}

/// Runs to the end and gives what it printed on stdout; what it prints on
/// stderr goes where that of this process goes.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    command.stderr(Stdio::inherit());
    let output = captured(command)?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not text", line(command)))
}

/// Runs to the end and gives everything it printed, whatever its exit code.
pub(crate) fn captured(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{}`", line(command)))
}

/// Runs to the end with stdout and stderr as one stream, gives each line as it is
/// printed, and then the exit code.
pub(crate) fn each_line(command: &mut Command, mut show: impl FnMut(&str)) -> Result<i32> {
    let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    command.stdout(writer.try_clone().context("cannot share a pipe")?).stderr(writer);
    let started = command.spawn().with_context(|| format!("cannot start `{}`", line(command)));
    // The command holds ends of the pipe, which would keep it open.
    command.stdout(Stdio::inherit()).stderr(Stdio::inherit());
    let mut child = started?;
    let mut lines = BufReader::new(reader);
    let mut bytes = Vec::new();
    while lines.read_until(b'\n', &mut bytes)? > 0 {
        show(&String::from_utf8_lossy(&bytes));
        bytes.clear();
    }
    let status = child.wait()?;
    status.code().with_context(|| format!("`{}` was ended by a signal", line(command)))
}

/// Asks a program to end, so that it can clean up, and waits until it has.
pub(crate) fn terminate(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return; // Its id may belong to another program by now.
    }
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process};
        let _ = kill_process(Pid::from_child(child), Signal::TERM);
    }
    #[cfg(not(unix))]
    let _ = child.kill();
    let _ = child.wait();
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    words(std::iter::once(command.get_program()).chain(command.get_args()))
}

/// Words as a person would type them.
pub(crate) fn words<'a>(words: impl Iterator<Item = &'a OsStr>) -> String {
    words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// One word in the form a POSIX shell reads back.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_can_be_pasted() {
        let mut command = Command::new("terraform");
        command.args(["plan", "-var", "key=it's here"]);
        assert_eq!(line(&command), r"terraform plan -var 'key=it'\''s here'");
    }

    #[cfg(unix)]
    #[test]
    fn lines_of_both_streams_come_in_the_order_in_which_they_are_printed() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; printf three; exit 3"]);
        let mut lines = Vec::new();
        let code = each_line(&mut command, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!((code, lines), (3, ["one\n", "two\n", "three"].map(str::to_owned).to_vec()));
    }
}
