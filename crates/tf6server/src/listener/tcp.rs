//! A TCP port on loopback, for Windows, where Terraform knows no Unix sockets.
//!
//! Any local process can connect to it, so it is never used without TLS.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};

/// A listening port.
#[cfg(windows)]
pub(crate) struct Listener {
    listener: tokio::net::TcpListener,
    address: String,
}

#[cfg(windows)]
impl Listener {
    pub(crate) const NETWORK: &str = "tcp";

    /// A port in the range that the environment asks for; to be called inside a
    /// runtime.
    pub(crate) fn open(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let listener = listen(variable)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            address: listener.local_addr()?.to_string(),
            listener: tokio::net::TcpListener::from_std(listener)?,
        })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) async fn accept(&self) -> std::io::Result<tokio::net::TcpStream> {
        let (stream, _peer) = self.listener.accept().await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

/// The first free port of the range in the environment.
fn listen(variable: impl Fn(&str) -> Option<String>) -> Result<TcpListener> {
    let min = port("PLUGIN_MIN_PORT", &variable)?;
    let max = port("PLUGIN_MAX_PORT", &variable)?;
    (min..=max)
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .with_context(|| format!("none of the ports {min} to {max} on 127.0.0.1 is free"))
}

/// A port from the environment. Zero, also when unset: any free one.
fn port(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<u16> {
    let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
        return Ok(0);
    };
    value.parse().ok().with_context(|| format!("{name} is {value:?}, which is not a port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(min: &str, max: &str) -> Result<TcpListener> {
        listen(|name| match name {
            "PLUGIN_MIN_PORT" => Some(min.to_owned()),
            "PLUGIN_MAX_PORT" => Some(max.to_owned()),
            _ => None,
        })
    }

    #[test]
    fn the_next_free_port_in_the_range_is_taken_on_loopback() {
        let taken = range("", "").unwrap();
        let first = taken.local_addr().unwrap().port();
        let last = first.saturating_add(50);
        let address = range(&first.to_string(), &last.to_string()).unwrap().local_addr().unwrap();
        assert_eq!(address.ip(), Ipv4Addr::LOCALHOST);
        assert!((first + 1..=last).contains(&address.port()));
    }

    #[test]
    fn a_range_that_is_full_or_empty_is_an_error() {
        let taken = range("", "").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let text = range(&port, &port).unwrap_err().to_string();
        assert_eq!(text, format!("none of the ports {port} to {port} on 127.0.0.1 is free"));
        assert!(range("7000", "6000").is_err());
    }

    #[test]
    fn a_port_that_is_none_is_an_error_naming_the_variable() {
        let text = range("1", "70000").unwrap_err().to_string();
        assert_eq!(text, "PLUGIN_MAX_PORT is \"70000\", which is not a port");
    }
}
