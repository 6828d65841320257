//! When the process ends, other than by the Shutdown call, which `go_plugin` answers.
//!
//! SIGTERM ends it. SIGINT does not: Ctrl-C reaches the whole process group, and Terraform
//! first waits for the calls under way. It interrupts the run like StopProvider, which
//! Terraform does not send while `apply` or `destroy` plans. If the process that started this one has gone, no
//! Shutdown will come, so that ends it as well.

use std::io;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// What started the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StartedBy {
    /// Terraform or OpenTofu.
    Terraform,
    /// A developer, with `--debug`. Ctrl-C ends the process.
    Developer,
}

/// Returns a token that is cancelled on a signal or the loss of the parent process. When the
/// user interrupts the run, `interrupted` becomes true.
///
/// Signals are caught from the moment this returns.
pub(crate) fn watch(
    started_by: StartedBy,
    interrupted: watch::Sender<bool>,
) -> io::Result<CancellationToken> {
    let requested = requested(started_by, interrupted)?;
    let shutdown = CancellationToken::new();
    let token = shutdown.clone();
    tokio::spawn(async move {
        requested.await;
        token.cancel();
    });
    Ok(shutdown)
}

#[cfg(unix)]
fn requested(
    started_by: StartedBy,
    interrupted: watch::Sender<bool>,
) -> io::Result<impl Future<Output = ()>> {
    use std::os::unix::process::parent_id;
    use std::time::Duration;

    use tokio::signal::unix::{SignalKind, signal};

    const PARENT_CHECK_INTERVAL: Duration = Duration::from_secs(1);

    let parent = parent_id();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // These reach the whole terminal. Once caught, they no longer end the process.
    drop((signal(SignalKind::hangup())?, signal(SignalKind::quit())?));
    let parent_gone = async move {
        while parent_id() == parent {
            tokio::time::sleep(PARENT_CHECK_INTERVAL).await;
        }
    };
    Ok(async move {
        tokio::pin!(parent_gone);
        loop {
            tokio::select! {
                _ = terminate.recv() => {
                    tracing::debug!("Shutting down after SIGTERM");
                    return;
                }
                _ = interrupt.recv() => match started_by {
                    StartedBy::Developer => return,
                    StartedBy::Terraform => drop(interrupted.send_replace(true)),
                },
                () = &mut parent_gone, if started_by == StartedBy::Terraform => {
                    tracing::warn!("Shutting down: the parent process has gone");
                    return;
                }
            }
        }
    })
}

#[cfg(windows)]
fn requested(_: StartedBy, interrupted: watch::Sender<bool>) -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    // Ctrl-C does not end the process as long as it is received.
    Ok(async move {
        while ctrl_c.recv().await.is_some() {
            interrupted.send_replace(true);
        }
    })
}
