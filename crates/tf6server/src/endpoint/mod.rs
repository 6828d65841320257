//! Where we listen: a Unix socket that only this user can reach, or, on Windows,
//! a TCP port on loopback.

#[cfg(any(windows, test))]
mod tcp;
#[cfg(unix)]
mod unix;

use thiserror::Error;

#[cfg(windows)]
pub(super) use tcp::Endpoint;
#[cfg(unix)]
pub(super) use unix::Endpoint;

/// No place to listen could be made.
#[derive(Debug, Error)]
pub(super) enum EndpointError {
    #[cfg(unix)]
    #[error(
        "no directory for the socket could be made; tried {tried}. Set TMPDIR to a directory \
         that this user can write to, with a path of less than {limit} bytes",
        limit = unix::MAX_PARENT
    )]
    NoDirectory { tried: String },
    #[cfg(unix)]
    #[error("there is no group {0}, named in PLUGIN_UNIX_SOCKET_GROUP")]
    NoGroup(String),
    #[cfg(any(windows, test))]
    #[error("{name} is {value:?}, which is not a port")]
    NotAPort { name: &'static str, value: String },
    #[cfg(any(windows, test))]
    #[error("none of the ports {min} to {max} on 127.0.0.1 is free")]
    NoPort { min: u16, max: u16 },
    #[error("the socket could not be opened: {0}")]
    Io(#[from] std::io::Error),
}
