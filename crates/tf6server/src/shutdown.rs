//! When the process ends.
//!
//! Terraform ends us with the Shutdown call. An interrupt is none of our
//! business: Ctrl-C reaches the whole process group, and Terraform first lets
//! the calls under way finish. SIGTERM is meant for us alone. And when whoever
//! started us is gone without a word, nobody will ever end us: we do it.

use tokio_util::sync::CancellationToken;

/// Who decides on our end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Master {
    /// Terraform has started us.
    Terraform,
    /// A person has, to debug us; their Ctrl-C counts.
    Person,
}

/// Ends `over` when a signal or the loss of our parent asks for it.
///
/// Signals are caught from the moment this returns.
pub(crate) fn watch(master: Master, over: &CancellationToken) {
    let end = over.clone();
    let asked = signals::asked_to_end(master);
    tokio::spawn(over.clone().run_until_cancelled_owned(async move {
        asked.await;
        end.cancel();
    }));
}

#[cfg(unix)]
mod signals {
    use std::io;
    use std::os::unix::process::parent_id;
    use std::time::Duration;

    use tokio::signal::unix::{SignalKind, signal};

    use super::Master;

    /// How often to look whether our parent is still there.
    const GLANCE: Duration = Duration::from_secs(1);

    pub(crate) fn asked_to_end(master: Master) -> impl Future<Output = ()> {
        let parent = parent_id();
        let signalled = signalled(master);
        async move {
            let signalled = async {
                match signalled {
                    Ok(signalled) => signalled.await,
                    Err(error) => {
                        tracing::warn!(%error, "Signals cannot be received");
                        std::future::pending::<()>().await;
                    }
                }
            };
            tokio::select! {
                () = signalled => tracing::debug!("Asked to end by a signal"),
                () = orphaned(master, parent) => {
                    tracing::warn!("The process that started this one is gone");
                }
            }
        }
    }

    fn signalled(master: Master) -> io::Result<impl Future<Output = ()>> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        // Meant for the whole terminal. If Terraform goes, so do we; if not, not.
        let others = [SignalKind::hangup(), SignalKind::quit()].map(signal);
        Ok(async move {
            let _others = others;
            loop {
                tokio::select! {
                    _ = terminate.recv() => return,
                    _ = interrupt.recv() => match master {
                        Master::Person => return,
                        Master::Terraform => tracing::trace!("Interrupt ignored"),
                    },
                }
            }
        })
    }

    async fn orphaned(master: Master, parent: u32) {
        match master {
            Master::Person => std::future::pending().await,
            Master::Terraform => {
                while parent_id() == parent {
                    tokio::time::sleep(GLANCE).await;
                }
            }
        }
    }
}

#[cfg(windows)]
mod signals {
    use super::Master;

    pub(crate) async fn asked_to_end(master: Master) {
        while tokio::signal::ctrl_c().await.is_ok() {
            if master == Master::Person {
                return;
            }
        }
        std::future::pending::<()>().await;
    }
}
