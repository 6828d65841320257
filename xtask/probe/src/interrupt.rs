//! Ctrl-C, the request to end from another process, or a terminal that is closed: the first
//! ends the questions and begins the clean-up, the second ends that as well.

use std::io;

use tokio::sync::watch;

/// How often the run has been interrupted.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt(watch::Receiver<u8>);

impl Interrupt {
    /// Listens from now on.
    ///
    /// # Errors
    /// The system does not tell of interruptions.
    pub(crate) fn listen() -> io::Result<Self> {
        let (count, received) = watch::channel(0_u8);
        let mut signals = signals()?;
        tokio::spawn(async move {
            while signals.next().await {
                count.send_modify(|count| *count = count.saturating_add(1));
            }
        });
        Ok(Self(received))
    }

    /// Whether it has been interrupted.
    #[must_use]
    pub(crate) fn is_due(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Waits for the interruption of this number, from 1.
    pub(crate) async fn wait_for(&mut self, number: u8) {
        if self.0.wait_for(|count| *count >= number).await.is_err() {
            // Nothing listens any more, so it never comes.
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
fn signals() -> io::Result<Signals> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(Signals {
        interrupt: signal(SignalKind::interrupt())?,
        terminate: signal(SignalKind::terminate())?,
        hang_up: signal(SignalKind::hangup())?,
    })
}

#[cfg(unix)]
impl Signals {
    async fn next(&mut self) -> bool {
        tokio::select! {
            received = self.interrupt.recv() => received.is_some(),
            received = self.terminate.recv() => received.is_some(),
            received = self.hang_up.recv() => received.is_some(),
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
fn signals() -> io::Result<Signals> {
    Ok(Signals(tokio::signal::windows::ctrl_c()?))
}

#[cfg(windows)]
impl Signals {
    async fn next(&mut self) -> bool {
        self.0.recv().await.is_some()
    }
}
