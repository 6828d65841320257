//! What the toy does when its configuration tells it to misbehave.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::time::Duration;

use tf_provider::{AttributePath, Diagnostic, Diagnostics};

/// How long anything here waits at most, so that no test leaves a process.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Acts on a word of the configuration:
/// `panic`; `panic elsewhere`, in a task of its own; `panic late`, after a warning; `block`, which holds a
/// thread; `nothing`, neither result nor error; `warn`; `fail`; `wait PATH`,
/// which creates `PATH.started`, waits for `PATH` and creates `PATH.done`.
///
/// Returns whether the call is to go on.
pub(crate) async fn act(word: Option<&str>, diags: &mut Diagnostics) -> bool {
    let Some(word) = word else { return true };
    match word.split_once(' ') {
        Some(("wait", gate)) => pass(Path::new(gate)).await,
        Some(("panic", "elsewhere")) => drop(tokio::spawn(async { panic!("a task gave up") }).await),
        Some(("panic", "late")) => {
            diags.add_warning(about("Odd", AttributePath::new("behaviour")));
            panic!("the toy gave up");
        }
        _ => match word {
            "panic" => panic!("the toy gave up"),
            "block" => std::thread::sleep(TIMEOUT),
            "nothing" => return false,
            "warn" => diags.add_warning(about("Odd", AttributePath::new("behaviour"))),
            "fail" => {
                diags.add_error(about("Failed", AttributePath::new("behaviour")));
                return false;
            }
            _ => {}
        },
    }
    true
}

pub(super) fn about(summary: impl Into<Cow<'static, str>>, attribute: AttributePath) -> Diagnostic {
    Diagnostic { summary: summary.into(), detail: "As asked.".into(), attribute }
}

async fn pass(gate: &Path) {
    fs::write(beside(gate, "started"), "").expect("a gate in a directory that exists");
    let opened = async {
        while !gate.exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(TIMEOUT, opened).await.is_ok() {
        fs::write(beside(gate, "done"), "").expect("a gate in a directory that exists");
    }
}

/// The file that says how far a call has come at its gate.
pub(crate) fn beside(gate: &Path, how_far: &str) -> std::path::PathBuf {
    gate.with_extension(how_far)
}
