//! Errors of opening a listener.

use thiserror::Error;

/// Why no listener could be opened.
#[derive(Debug, Error)]
pub(crate) enum ListenerError {
    #[cfg(unix)]
    #[error(
        "cannot make a directory for the socket; tried {tried}. Set TMPDIR to a directory \
         that this user can write to, with a path of less than {limit} bytes"
    )]
    NoDirectory { tried: String, limit: usize },
    #[cfg(unix)]
    #[error("there is no group {0}, which PLUGIN_UNIX_SOCKET_GROUP names")]
    NoGroup(String),
    #[cfg(any(windows, test))]
    #[error("{name} is {value:?}, which is not a port")]
    NotAPort { name: &'static str, value: String },
    #[cfg(any(windows, test))]
    #[error("none of the ports {min} to {max} on 127.0.0.1 is free")]
    NoPort { min: u16, max: u16 },
    #[error("cannot open the socket: {0}")]
    Io(#[from] std::io::Error),
}
