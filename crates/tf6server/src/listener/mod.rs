//! Where the server listens: a Unix socket that only this user can reach, or, on Windows,
//! a TCP port on loopback.

#[cfg(any(windows, test))]
mod tcp;
#[cfg(unix)]
mod unix;

#[cfg(windows)]
pub(crate) use tcp::Listener;
#[cfg(unix)]
pub(crate) use unix::Listener;
