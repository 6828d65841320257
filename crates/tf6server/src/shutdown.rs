//! When the process ends, other than by the Shutdown call.
//!
//! SIGTERM ends it. SIGINT does not: Ctrl-C reaches the whole process group, and Terraform
//! first waits for the calls under way. If the process that started this one has gone, no
//! Shutdown will come, so that ends it as well.

use tokio_util::sync::CancellationToken;

/// What started the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StartedBy {
    /// Terraform or OpenTofu.
    Terraform,
    /// A developer, with `--debug`. Ctrl-C ends the process.
    Developer,
}

/// Cancels `shutdown` on a signal or the loss of the parent process.
///
/// Signals are caught from the moment this returns.
pub(crate) fn watch(started_by: StartedBy, shutdown: &CancellationToken) {
    let token = shutdown.clone();
    let requested = signals::shutdown_requested(started_by);
    tokio::spawn(shutdown.clone().run_until_cancelled_owned(async move {
        requested.await;
        token.cancel();
    }));
}

#[cfg(unix)]
mod signals {
    use std::io;
    use std::os::unix::process::parent_id;
    use std::time::Duration;

    use tokio::signal::unix::{SignalKind, signal};

    use super::StartedBy;

    const PARENT_CHECK_INTERVAL: Duration = Duration::from_secs(1);

    pub(super) fn shutdown_requested(started_by: StartedBy) -> impl Future<Output = ()> {
        let parent = parent_id();
        let signalled = signalled(started_by);
        async move {
            let signalled = async {
                match signalled {
                    Ok(signalled) => signalled.await,
                    Err(error) => {
                        tracing::warn!(%error, "Cannot receive signals");
                        std::future::pending::<()>().await;
                    }
                }
            };
            tokio::select! {
                () = signalled => tracing::debug!("Shutting down after a signal"),
                () = parent_gone(started_by, parent) => {
                    tracing::warn!("Shutting down: the parent process has gone");
                }
            }
        }
    }

    fn signalled(started_by: StartedBy) -> io::Result<impl Future<Output = ()>> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        // These reach the whole terminal. Catching them keeps them from ending the process.
        let ignored = [SignalKind::hangup(), SignalKind::quit()].map(signal);
        Ok(async move {
            let _ignored = ignored;
            loop {
                tokio::select! {
                    _ = terminate.recv() => return,
                    _ = interrupt.recv() => match started_by {
                        StartedBy::Developer => return,
                        StartedBy::Terraform => tracing::trace!("Ignored SIGINT"),
                    },
                }
            }
        })
    }

    async fn parent_gone(started_by: StartedBy, parent: u32) {
        match started_by {
            StartedBy::Developer => std::future::pending().await,
            StartedBy::Terraform => {
                while parent_id() == parent {
                    tokio::time::sleep(PARENT_CHECK_INTERVAL).await;
                }
            }
        }
    }
}

#[cfg(windows)]
mod signals {
    use super::StartedBy;

    pub(super) async fn shutdown_requested(started_by: StartedBy) {
        while tokio::signal::ctrl_c().await.is_ok() {
            if started_by == StartedBy::Developer {
                return;
            }
        }
        std::future::pending::<()>().await;
    }
}
